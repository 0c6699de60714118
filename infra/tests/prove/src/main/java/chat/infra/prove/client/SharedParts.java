package chat.infra.prove.client;

import chat.infra.prove.history.Recorder;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;

/**
 * What all devices of a run share.
 *
 * @param rooms the names of the rooms
 */
record SharedParts(
    List<URI> gateways, List<String> rooms, HttpClient http, Calls calls, Recorder recorder) {}
