package chat.upload.download;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DownloadsConfiguration {

  @Bean
  DownloadSettings downloadSettings() {
    return DownloadSettings.DEFAULT;
  }
}
