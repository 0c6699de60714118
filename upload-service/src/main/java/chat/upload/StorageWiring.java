package chat.upload;

import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Puts the storage together. */
@Configuration(proxyBeanMethods = false)
class StorageWiring {

  @Bean
  S3Client s3(StorageSettings settings) {
    return S3Client.builder()
        .endpointOverride(settings.endpoint())
        .region(Region.of(settings.region()))
        .credentialsProvider(credentials(settings))
        .forcePathStyle(true)
        .overrideConfiguration(calls -> calls.apiCallTimeout(settings.timeout()))
        .httpClientBuilder(
            UrlConnectionHttpClient.builder()
                .connectionTimeout(settings.timeout())
                .socketTimeout(settings.timeout()))
        .build();
  }

  @Bean
  FileBucket fileBucket(S3Client s3, StorageSettings settings) {
    return new FileBucket(s3, settings.bucket());
  }

  @Bean
  HealthIndicator bucketHealthIndicator(FileBucket bucket) {
    return new FileBucketHealth(bucket);
  }

  private static AwsCredentialsProvider credentials(StorageSettings settings) {
    if (settings.accessKey().isEmpty()) {
      return AnonymousCredentialsProvider.create();
    }
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(settings.accessKey(), settings.secretKey()));
  }
}
