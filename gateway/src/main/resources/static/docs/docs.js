// Makes the page out of the two documents; every text goes in as text.

const VERBS = ["get", "post", "put", "patch", "delete"];

function element(name, content, attributes = {}) {
  const made = document.createElement(name);
  made.append(...[content].flat());
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
}

function example(title, value) {
  return value === undefined ? [] : [element("p", title), element("pre", JSON.stringify(value, null, 2))];
}

/** What a reference points to, or the thing itself. */
function resolve(root, thing) {
  const path = thing?.$ref;
  return path?.startsWith("#/") ? path.slice(2).split("/").reduce((at, key) => at[key], root) : thing;
}

function parameters(root, list) {
  const rows = list.map((one) => resolve(root, one)).map((one) => {
    const schema = resolve(root, one.schema) ?? {};
    const kind = [schema.type, schema.pattern, schema.minimum !== undefined && `${schema.minimum} … ${schema.maximum ?? ""}`,
      schema.default !== undefined && `default ${schema.default}`].filter(Boolean).join(", ");
    return element("tr", [element("td", element("code", one.name)), element("td", one.in), element("td", kind),
      element("td", one.description ?? "")]);
  });
  return rows.length ? [element("table", rows)] : [];
}

function body(title, content) {
  return Object.values(content ?? {}).flatMap((media) =>
    media.examples ? Object.values(media.examples).flatMap((one) => example(title, one.value)) : example(title, media.example));
}

function call(root, path, item, verb) {
  const operation = item[verb];
  const answers = Object.entries(operation.responses).flatMap(([status, response]) => {
    const known = resolve(root, response);
    return status === "default" ? [] : [element("p", `${status}: ${known.description}`), ...body("", known.content)];
  });
  return element("details", [
    element("summary", [element("code", [element("span", verb.toUpperCase(), { class: "verb" }), path]), ` ${operation.summary}`]),
    element("p", operation.description ?? ""),
    ...(operation.security?.length === 0 ? [element("p", "Needs no token.")] : []),
    ...parameters(root, [...(item.parameters ?? []), ...(operation.parameters ?? [])]),
    ...body("Body", operation.requestBody?.content),
    ...answers,
  ], { id: operation.operationId });
}

function rest(root) {
  const calls = Object.entries(root.paths).flatMap(([path, item]) =>
    VERBS.filter((verb) => item[verb]).map((verb) => ({ tag: item[verb].tags[0], made: call(root, path, item, verb) })));
  return [element("p", root.info.description), ...root.tags.flatMap(({ name }) =>
    [element("h3", name), ...calls.filter(({ tag }) => tag === name).map(({ made }) => made)])];
}

function frame(root, message) {
  return element("details", [
    element("summary", [element("code", message.name), ` ${message.summary ?? ""}`]),
    ...(message.examples ?? []).flatMap((one) => example("", one.payload)),
    element("p", `Required: ${message.payload.required.join(", ")}`),
  ]);
}

function frames(root, side) {
  return Object.entries(root.components.messages).filter(([key]) => key.startsWith(side)).map(([, one]) => frame(root, one));
}

function sockets(root) {
  return [
    ...["webSocket", "socketIo"].map((name) => root.channels[name]).filter(Boolean).flatMap((channel) =>
      [element("h3", `${channel.title}: ${channel.address}`), element("p", channel.description)]),
    element("h3", "What clients send"), ...frames(root, "client."),
    element("h3", "What the server sends"), ...frames(root, "server."),
  ];
}

function topics(root) {
  const rows = Object.entries(root.components.messages).filter(([key]) => key.startsWith("topic.")).map(([, topic]) =>
    element("tr", [
      element("td", topic.payload.$ref
        ? element("a", element("code", topic.name), { href: `/docs/${topic.payload.$ref}` })
        : element("code", topic.name)),
      element("td", topic.summary),
    ]));
  return [element("p", "JSON values, keys of UTF-8. Each name leads to the JSON Schema of its records."), element("table", rows)];
}

async function load(name) {
  const answer = await fetch(`/docs/${name}.json`);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.json();
}

async function show(section, document, make) {
  const place = window.document.getElementById(section);
  try {
    place.append(...make(await document));
  } catch (error) {
    place.append(element("p", `This could not be loaded: ${error.message}`));
  }
}

const asyncapi = load("asyncapi");
await Promise.all([show("rest", load("openapi"), rest), show("sockets", asyncapi, sockets), show("topics", asyncapi, topics)]);
window.document.querySelector("main").removeAttribute("aria-busy");
if (location.hash) window.document.querySelector(location.hash)?.scrollIntoView();
