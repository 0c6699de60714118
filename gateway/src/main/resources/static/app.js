import {Announcer} from "./announcer.js";
import {Chat} from "./chat.js";
import {Composer} from "./composer.js";
import {explain} from "./http.js";
import {comeBack} from "./issuer.js";
import {FIRST_ROOM, RecentRooms} from "./recent-rooms.js";
import {Session} from "./session.js";
import {Sidebar} from "./sidebar.js";
import {SignIn} from "./signin.js";
import {Status} from "./status.js";
import {HAS_KEYBOARD, ROOM_NAME} from "./text.js";
import {Timeline} from "./timeline.js";

// Wires the parts of the page together: the address says which room is on the screen, the session
// says whether there is a chat at all.

const session = new Session();
const signIn = new SignIn(session, begin);
const announcer = new Announcer();
const status = new Status(() => chat?.retryNow());
const composer = new Composer(send);
const timeline = new Timeline({
  onAgain: id => chat?.outbox.again(id),
  onDiscard: id => chat?.outbox.take(id),
});
const sidebar = new Sidebar({onEnter: enter, onRemove: remove, onSignOut: signOut});

let chat = null;
let recent = null;
let room = null;

for (const host of document.querySelectorAll("[data-host]")) host.textContent = location.host;
addEventListener("hashchange", showRoomOfAddress);
document.addEventListener("visibilitychange", seen);
document.getElementById("timeline").addEventListener("scroll", seen, {passive: true});
document.getElementById("skip").addEventListener("click", event => {
  event.preventDefault();
  composer.focus();
});

start();

async function start() {
  try {
    const answer = await comeBack();
    if (answer) session.begin(answer);
  } catch (problem) {
    return showSignIn(explain(problem));
  }
  if (session.user) begin();
  else showSignIn();
}

function begin() {
  recent = new RecentRooms(session.user.id);
  chat = new Chat(session, {
    onState: state => status.show(state),
    onRoom: roomChanged,
    onArrival: arrived,
    onSessionOver: () => end("Your session has ended. Please sign in again."),
  });
  sidebar.showUser(session.user);
  showScreen("chat");
  chat.start();
  showRoomOfAddress();
}

function end(notice) {
  chat?.stop();
  chat = room = recent = null;
  session.forget();
  timeline.show(null);
  composer.clear();
  showSignIn(notice);
}

function signOut() {
  chat.outbox.clear();
  session.signOut();
  end();
}

function showSignIn(notice) {
  sidebar.close();
  showScreen("signin");
  document.title = "Sign in · Chat";
  signIn.show(notice);
}

function showScreen(name) {
  for (const id of ["signin", "chat"]) document.getElementById(id).hidden = id !== name;
}

function enter(name) {
  if (location.hash === `#${name}`) showRoomOfAddress();
  else location.hash = name;
}

function remove(name) {
  recent.remove(name);
  chat.leave(name);
  if (room?.name === name) enter(FIRST_ROOM);
  else showRooms();
}

function showRoomOfAddress() {
  if (!chat) return;
  const wanted = location.hash.slice(1);
  const name = ROOM_NAME.test(wanted) ? wanted : FIRST_ROOM;
  recent.add(name);
  room = chat.open(name);
  chat.tidy(room);
  document.getElementById("room-title").textContent = name;
  timeline.show(room, {me: chat.me, pendingOf: of => chat?.outbox.in(of) ?? []});
  composer.show(name, room.shut);
  if (HAS_KEYBOARD) composer.focus();
  room.unread = 0;
  showRooms();
}

function send(content) {
  chat.send(room.name, content);
  timeline.follow();
}

function roomChanged(changed) {
  if (changed !== room) return;
  composer.show(room.name, room.shut);
  timeline.changed();
}

function arrived(where, message) {
  if (message.user?.id === chat.me.id) return;
  const shown = where === room;
  if (shown) timeline.arrived();
  if (shown && !document.hidden) announcer.announce(message);
  if (!shown || document.hidden || !timeline.following) {
    where.unread++;
    showRooms();
  }
  if (!shown) chat.tidy(room);
}

// What the reader has at the bottom of a visible page counts as seen.
function seen() {
  if (!room?.unread || document.hidden || !timeline.following) return;
  room.unread = 0;
  showRooms();
}

function showRooms() {
  const open = new Map(chat.rooms().map(each => [each.name, each]));
  const rooms = recent.names.map(name => ({name, unread: open.get(name)?.unread ?? 0}));
  sidebar.showRooms(rooms, room.name);
  const unread = chat.rooms().reduce((sum, each) => sum + each.unread, 0);
  document.title = `${unread > 0 ? `(${unread}) ` : ""}${room.name} · Chat`;
}
