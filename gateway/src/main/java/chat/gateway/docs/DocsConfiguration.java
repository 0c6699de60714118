package chat.gateway.docs;

import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Serves the page of the documents, and the JSON schemas of topics to which they link. */
@Configuration(proxyBeanMethods = false)
class DocsConfiguration implements WebMvcConfigurer {

  @Override
  public void addViewControllers(ViewControllerRegistry views) {
    views.addViewController("/docs").setViewName("forward:/docs/index.html");
    for (String path : List.of("/docs/client", "/docs/client/")) {
      views.addViewController(path).setViewName("forward:/docs/client/index.html");
    }
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry resources) {
    resources.addResourceHandler("/docs/topics/**").addResourceLocations("classpath:/topics/");
  }
}
