package chat.gateway.files;

/** Authenticates the gateway at the upload service. */
@FunctionalInterface
interface Signature {

  /** A currently valid token. */
  String token();
}
