package chat.upload.storage;

import java.net.URI;
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
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Creates the access to storage. */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

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
                .socketTimeout(settings.partTimeout()))
        .build();
  }

  @Bean
  FileBucket fileBucket(S3Client s3, StorageSettings settings) {
    return new FileBucket(s3, settings);
  }

  @Bean
  Links links(StorageSettings settings) {
    URI direct = settings.publicEndpoint();
    return new Links(
        presigner(settings.endpoint(), settings),
        direct == null ? null : presigner(direct, settings),
        settings);
  }

  @Bean
  HealthIndicator bucketHealthIndicator(FileBucket bucket) {
    return new FileBucketHealth(bucket);
  }

  private static S3Presigner presigner(URI endpoint, StorageSettings settings) {
    return S3Presigner.builder()
        .endpointOverride(endpoint)
        .region(Region.of(settings.region()))
        .credentialsProvider(credentials(settings))
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
        .build();
  }

  private static AwsCredentialsProvider credentials(StorageSettings settings) {
    if (settings.accessKey().isEmpty()) {
      return AnonymousCredentialsProvider.create();
    }
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(settings.accessKey(), settings.secretKey()));
  }
}
