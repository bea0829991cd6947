package floria.server;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

import org.apache.tomcat.websocket.server.WsSci;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

import floria.engine.deployment.Deployments;
import floria.engine.state.Store;
import floria.server.activity.Activity;
import floria.server.activity.IdleRule;
import floria.server.activity.IdleStop;
import floria.server.activity.RequestFilter;
import floria.server.archive.ArchiveController;
import floria.server.catalogue.ExampleController;
import floria.server.catalogue.TypeController;
import floria.server.catalogue.TypeSourceController;
import floria.server.deployment.ChangeController;
import floria.server.deployment.DeploymentController;
import floria.server.deployment.FileController;
import floria.server.deployment.WorkflowController;
import floria.server.draft.DraftController;
import floria.server.event.EventController;
import floria.server.health.HealthController;
import floria.server.health.Version;
import floria.server.language.LanguageController;
import floria.server.log.LogController;
import floria.server.portal.PortalController;
import floria.server.portal.PortalFiles;
import floria.server.problem.BodyLimitFilter;
import floria.server.problem.ContainerErrors;
import floria.server.problem.ProblemAnswers;
import floria.server.problem.ProblemWriter;
import floria.server.problem.QuietErrors;
import floria.server.security.ScopeArgument;
import floria.server.security.Security;
import floria.server.security.SessionController;
import floria.server.site.OfferController;
import floria.server.site.SiteController;
import floria.server.stream.Streams;
import floria.server.template.TemplateController;
import floria.server.template.TemplateRequest;
import floria.server.usage.UsageController;
import floria.server.webhook.WebhookController;

/**
 * The web application. Everything in it is named here: nothing is searched for on the class path,
 * which saves time at each start and surprises at each change of a dependency.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    SecurityFilterAutoConfiguration.class
})
@Import({
    Security.class,
    ProblemAnswers.class,
    ContainerErrors.class,
    HealthController.class,
    TemplateController.class,
    ArchiveController.class,
    DeploymentController.class,
    ChangeController.class,
    WorkflowController.class,
    FileController.class,
    DraftController.class,
    TypeSourceController.class,
    EventController.class,
    LogController.class,
    SiteController.class,
    OfferController.class,
    WebhookController.class,
    SessionController.class,
    LanguageController.class,
    TypeController.class,
    ExampleController.class,
    UsageController.class,
    PortalController.class
})
public class Application {

    /** Base64 makes four bytes of three. */
    private static final long BODY_LIMIT = TemplateRequest.LIMIT / 2 * 3;

    @Bean
    Version version() {
        return Version.ofThisProgram();
    }

    @Bean
    JsonMapperBuilderCustomizer strictJson() {
        return new JsonRules();
    }

    @Bean
    ProblemWriter problemWriter(JsonMapper json) {
        return new ProblemWriter(json);
    }

    @Bean
    PortalFiles portalFiles(Options options) {
        return PortalFiles.in(options.portal());
    }

    @Bean
    Streams streams(Store store, JsonMapper json, Options options) {
        return new Streams(store, json, options.heartbeat());
    }

    @Bean
    Activity activity(InstantSource clock) {
        return new Activity(clock);
    }

    @Bean
    FilterRegistrationBean<RequestFilter> requestFilter(Activity activity) {
        var filter = new FilterRegistrationBean<>(new RequestFilter(activity, new SecureRandom()));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    FilterRegistrationBean<BodyLimitFilter> bodyLimitFilter(ProblemWriter problems) {
        // After security: who is not known is told so first.
        var filter = new FilterRegistrationBean<>(new BodyLimitFilter(BODY_LIMIT, problems));
        filter.setOrder(Ordered.LOWEST_PRECEDENCE);
        return filter;
    }

    @Bean
    WebMvcConfigurer arguments() {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new ScopeArgument());
            }
        };
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsInsteadOfPages() {
        return tomcat -> {
            tomcat.addErrorPages(new ErrorPage(ContainerErrors.PATH));
            tomcat.addContextCustomizers(context -> {
                if (context.getParent() instanceof org.apache.catalina.core.StandardHost host) {
                    host.setErrorReportValveClass(QuietErrors.class.getName());
                }
            });
        };
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> webSockets() {
        return tomcat ->
                tomcat.addContextCustomizers(
                        context -> context.addServletContainerInitializer(new WsSci(), null));
    }

    @Bean
    IdleStop idleStop(Activity activity, Deployments deployments, Options options, Stop stop) {
        return new IdleStop(
                options.idleStop().map(limit -> new IdleRule(activity, deployments, limit)), stop);
    }
}
