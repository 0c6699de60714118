package chat.contract.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import chat.contract.ApplicationData;
import chat.contract.Author;
import chat.contract.event.MemberChange.Action;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of the events that are no messages, in the log and for clients. */
class RoomEventShapesTest {

  private static final Author ANN = new Author("u1", "ann");
  private static final Author BOB = new Author("u2", "bob");
  private static final String ANN_JSON = "{'id':'u1','username':'ann'}";
  private static final String BOB_JSON = "{'id':'u2','username':'bob'}";

  static Stream<Arguments> events() {
    return Stream.of(
        Arguments.of(
            new Edited("dev", "e-1", ANN, 17592186044416L, "ho", List.of(), 5),
            "{'type':'edited','room':'dev','id':'e-1','user':"
                + ANN_JSON
                + ",'target':17592186044416,'content':'ho','at':5}"),
        Arguments.of(
            new Edited("dev", "e-1", ANN, 7, "@bob", List.of("u2"), 5),
            "{'type':'edited','room':'dev','id':'e-1','user':"
                + ANN_JSON
                + ",'target':7,'content':'@bob','mentions':['u2'],'at':5}"),
        Arguments.of(
            new Deleted("dev", "d-1", BOB, 7, 5),
            "{'type':'deleted','room':'dev','id':'d-1','user':" + BOB_JSON + ",'target':7,'at':5}"),
        Arguments.of(
            new Reaction("dev", "r-1", ANN, 7, "👍", true, 5),
            "{'type':'reaction','room':'dev','id':'r-1','user':"
                + ANN_JSON
                + ",'target':7,'emoji':'👍','removed':true,'at':5}"),
        Arguments.of(
            new MemberChange("dev", "c-1", ANN, Action.JOINED, Role.MEMBER, null, null, 5),
            "{'type':'member','room':'dev','id':'c-1','user':"
                + ANN_JSON
                + ",'action':'joined','role':'member','at':5}"),
        Arguments.of(
            new MemberChange("dev", "c-1", ANN, Action.BANNED, null, BOB, null, 5),
            "{'type':'member','room':'dev','id':'c-1','user':"
                + ANN_JSON
                + ",'action':'banned','by':"
                + BOB_JSON
                + ",'at':5}"),
        Arguments.of(
            new MemberChange("dev", "c-1", ANN, Action.MUTED, null, BOB, 99L, 5),
            "{'type':'member','room':'dev','id':'c-1','user':"
                + ANN_JSON
                + ",'action':'muted','by':"
                + BOB_JSON
                + ",'untilAt':99,'at':5}"),
        Arguments.of(
            new MemberChange("dev", "c-1", ANN, Action.ROLE, Role.OWNER, BOB, null, 5),
            "{'type':'member','room':'dev','id':'c-1','user':"
                + ANN_JSON
                + ",'action':'role','role':'owner','by':"
                + BOB_JSON
                + ",'at':5}"),
        Arguments.of(
            change(RoomChange.Action.CREATED, Visibility.PUBLIC, 0, null, List.of()),
            "{'type':'room','room':'dev','id':'c-1','action':'created','name':'Dev',"
                + "'visibility':'public','slowModeSeconds':0,'at':5}"),
        Arguments.of(
            change(RoomChange.Action.CHANGED, Visibility.PRIVATE, 10, ANN, List.of()),
            "{'type':'room','room':'dev','id':'c-1','action':'changed','name':'Dev',"
                + "'visibility':'private','slowModeSeconds':10,'by':"
                + ANN_JSON
                + ",'at':5}"),
        Arguments.of(
            change(RoomChange.Action.CREATED, Visibility.PRIVATE, 0, ANN, List.of(ANN, BOB)),
            "{'type':'room','room':'dev','id':'c-1','action':'created','name':'Dev',"
                + "'visibility':'private','slowModeSeconds':0,'by':"
                + ANN_JSON
                + ",'pair':["
                + ANN_JSON
                + ","
                + BOB_JSON
                + "],'at':5}"),
        Arguments.of(
            changed("{'n':1e400}"),
            "{'type':'room','room':'dev','id':'c-1','action':'changed','name':'Dev',"
                + "'visibility':'public','slowModeSeconds':0,'data':{'n':1e400},'at':5}"),
        Arguments.of(
            new EmittedEvent(
                "dev", "v-1", ANN, "poll.vote", ApplicationData.of(quoted("{'n':1e400}")), 5),
            "{'type':'event','room':'dev','id':'v-1','user':"
                + ANN_JSON
                + ",'name':'poll.vote','data':{'n':1e400},'at':5}"),
        Arguments.of(
            changed("null"),
            "{'type':'room','room':'dev','id':'c-1','action':'changed','name':'Dev',"
                + "'visibility':'public','slowModeSeconds':0,'data':null,'at':5}"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void an_event_is_one_object_without_blanks_and_comes_back(RoomEvent event, String json) {
    assertThat(new String(RoomEventCodec.encode(event), UTF_8)).isEqualTo(quoted(json));
    assertThat(decoded(json)).isEqualTo(event);
  }

  @ParameterizedTest
  @MethodSource("events")
  void every_field_but_those_that_may_be_absent_is_needed(RoomEvent event, String json) {
    for (String field : List.of("type", "room", "id", "at", "user", "target", "action", "emoji")) {
      String without = json.replace("'" + field + "':", "'other':");
      if (!without.equals(json)) {
        assertThatIllegalArgumentException()
            .as("%s without %s", event.type(), field)
            .isThrownBy(() -> decoded(without));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'reaction',%s,'target':7,'emoji':'👍','removed':'no','at':5}",
        "{'type':'reaction',%s,'target':7,'emoji':' ','removed':true,'at':5}",
        "{'type':'reaction',%s,'target':7,'emoji':'12345678901234567','removed':true,'at':5}",
        "{'type':'reaction',%s,'target':7,'emoji':'','removed':true,'at':5}",
        "{'type':'event',%s,'name':'a b','data':{},'at':5}",
        "{'type':'event',%s,'name':'a','data':null,'at':5}",
        "{'type':'event',%s,'name':'a','data':[],'at':5}",
        "{'type':'event',%s,'name':'a','at':5}",
        "{'type':'deleted',%s,'target':0,'at':5}",
        "{'type':'deleted',%s,'target':'7','at':5}",
        "{'type':'edited',%s,'target':7,'content':' ','at':5}",
        "{'type':'member',%s,'action':'promoted','at':5}",
        "{'type':'member',%s,'action':'joined','at':5}",
        "{'type':'member',%s,'action':'joined','role':'king','at':5}",
        "{'type':'member',%s,'action':'muted','at':5}",
        "{'type':'member',%s,'action':'kicked','untilAt':5,'at':5}",
        "{'type':'room',%s,'action':'created','name':'D','visibility':'secret','at':5}",
        "{'type':'room',%s,'action':'left','name':'D','visibility':'public','at':5}",
        "{'type':'room',%s,'action':'created','name':'D','visibility':'public',"
            + "'slowModeSeconds':-1,'at':5}",
        "{'type':'room',%s,'action':'created','name':'D','visibility':'private',"
            + "'pair':[{'id':'u1','username':'ann'}],'at':5}"
      })
  void what_is_none_of_them_is_refused(String json) {
    String rest = "'room':'dev','id':'c-1','user':" + ANN_JSON;
    assertThatIllegalArgumentException().isThrownBy(() -> decoded(json.formatted(rest)));
  }

  private static RoomChange change(
      RoomChange.Action action,
      Visibility visibility,
      int slow,
      @Nullable Author by,
      List<Author> pair) {
    return new RoomChange("dev", "c-1", action, "Dev", visibility, slow, by, pair, 5);
  }

  private static RoomChange changed(String data) {
    return new RoomChange(
        "dev",
        "c-1",
        RoomChange.Action.CHANGED,
        "Dev",
        Visibility.PUBLIC,
        0,
        null,
        List.of(),
        ApplicationData.of(quoted(data)),
        5);
  }

  private static RoomEvent decoded(String json) {
    return RoomEventCodec.decode(quoted(json).getBytes(UTF_8));
  }

  private static String quoted(String json) {
    return json.replace('\'', '"');
  }
}
