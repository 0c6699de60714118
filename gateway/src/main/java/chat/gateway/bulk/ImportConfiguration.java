package chat.gateway.bulk;

import chat.contract.log.ErasedUsers;
import chat.gateway.account.ServiceAccounts;
import chat.gateway.message.Messages;
import chat.gateway.room.People;
import chat.gateway.room.ServiceRooms;
import chat.gateway.session.ClientFrames;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** Wires the import of services. */
@Configuration(proxyBeanMethods = false)
class ImportConfiguration {

  /** Calls about users that wait for the tables at a time, over all imports. */
  private static final int BLOCKING = 8;

  @Bean(destroyMethod = "shutdownNow")
  ExecutorService importThreads() {
    return Executors.newFixedThreadPool(
        ImportController.AT_ONCE, new CustomizableThreadFactory("import-"));
  }

  @Bean(destroyMethod = "shutdownNow")
  ExecutorService importedUsers() {
    return Executors.newFixedThreadPool(BLOCKING, new CustomizableThreadFactory("imported-users-"));
  }

  @Bean
  ImportPace importPace(ImportSettings settings) {
    return new ImportPace(settings.rate());
  }

  @Bean
  ServiceImport.Parts importParts(
      ClientFrames frames,
      ServiceAccounts accounts,
      ServiceRooms rooms,
      Messages messages,
      People people,
      ErasedUsers erased,
      ExecutorService importedUsers,
      InstantSource clock) {
    return new ServiceImport.Parts(
        frames, accounts, rooms, messages, people, erased, importedUsers, clock);
  }
}
