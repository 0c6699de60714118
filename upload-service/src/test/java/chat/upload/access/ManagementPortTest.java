package chat.upload.access;

import chat.infra.attacks.HostileHttp;
import chat.upload.UploadService;

/** The same for the port of operators. */
class ManagementPortTest extends HostileHttp {

  @Override
  protected int port() {
    return UploadService.shared().managementPort();
  }

  @Override
  protected String openPath() {
    return "/actuator/health/liveness";
  }
}
