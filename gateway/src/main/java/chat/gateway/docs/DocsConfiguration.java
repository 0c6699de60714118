package chat.gateway.docs;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Serves the page of the documents, the JSON schemas of topics to which they link, and TypeDoc's
 * pages of the client.
 */
@Configuration(proxyBeanMethods = false)
class DocsConfiguration implements WebMvcConfigurer {

  @Override
  public void addViewControllers(ViewControllerRegistry views) {
    views.addViewController("/docs").setViewName("forward:/docs/index.html");
    // The pages of the client have relative links.
    views.addRedirectViewController("/docs/client", "/docs/client/");
    views.addViewController("/docs/client/").setViewName("forward:/docs/client/index.html");
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry resources) {
    resources.addResourceHandler("/docs/topics/**").addResourceLocations("classpath:/topics/");
  }
}
