package chat.gateway.files;

/** Says to the upload service that a gateway asks. */
@FunctionalInterface
interface Signature {

  /** A token that is good at present. */
  String token();
}
