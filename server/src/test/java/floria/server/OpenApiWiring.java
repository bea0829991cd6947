package floria.server;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.utils.SpringDocUtils;
import org.springdoc.webmvc.core.configuration.MultipleOpenApiSupportConfiguration;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import floria.engine.state.Scope;
import floria.server.problem.ProblemBody;

/** Lets springdoc look at the controllers, which the server itself does without. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    SpringDocConfiguration.class,
    SpringDocConfigProperties.class,
    SpringDocWebMvcConfiguration.class,
    MultipleOpenApiSupportConfiguration.class
})
public class OpenApiWiring {

    @Bean
    static BeanPostProcessor settings() {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Scope.class);
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof SpringDocConfigProperties properties) {
                    properties.setWriterWithOrderByKeys(true);
                    properties.setOverrideWithGenericResponse(false);
                    properties.setDefaultProducesMediaType("application/json");
                }
                return bean;
            }
        };
    }

    @Bean
    OpenAPI about() {
        return new OpenAPI()
                .info(
                        new Info()
                                .title("Floria")
                                .version("1")
                                .description(
                                        "Takes TOSCA templates to running deployments."
                                                + " Failures are problem documents (RFC 9457).")
                                .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .addServersItem(new Server().url("/"))
                .addSecurityItem(new SecurityRequirement().addList("token"))
                .components(
                        new Components()
                                .addSecuritySchemes(
                                        "token",
                                        new SecurityScheme()
                                                .type(SecurityScheme.Type.HTTP)
                                                .scheme("bearer")));
    }

    @Bean
    OpenApiCustomizer problems() {
        return document -> {
            ModelConverters.getInstance(true)
                    .readAll(ProblemBody.class)
                    .forEach(document.getComponents()::addSchemas);
            document.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .forEach(OpenApiWiring::addProblem);
        };
    }

    /** What a record always holds is always in its JSON. */
    @Bean
    ModelConverter required() {
        return (type, context, chain) -> {
            Schema<?> schema = chain.next().resolve(type, context, chain);
            Class<?> raw = Json31.mapper().constructType(type.getType()).getRawClass();
            if (schema != null && raw.isRecord()) {
                Optional.ofNullable(schema.get$ref())
                        .<Schema<?>>map(
                                ref -> context.getDefinedModels().get(ref.replaceFirst(".*/", "")))
                        .or(() -> Optional.of(schema))
                        .ifPresent(model -> require(model, raw));
            }
            return schema;
        };
    }

    private static void require(Schema<?> model, Class<?> raw) {
        Set<String> properties =
                Optional.ofNullable(model.getProperties()).map(Map::keySet).orElse(Set.of());
        List<String> required = Optional.ofNullable(model.getRequired()).orElse(List.of());
        Arrays.stream(raw.getRecordComponents())
                .filter(OpenApiWiring::isAlwaysThere)
                .map(RecordComponent::getName)
                .filter(name -> properties.contains(name) && !required.contains(name))
                .forEach(model::addRequiredItem);
    }

    private static boolean isAlwaysThere(RecordComponent component) {
        return component.getType() != Optional.class
                && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                && !component.getAccessor().isAnnotationPresent(JsonInclude.class);
    }

    private static void addProblem(Operation operation) {
        operation
                .getResponses()
                .addApiResponse(
                        "default",
                        new ApiResponse()
                                .description("What went wrong")
                                .content(
                                        new Content()
                                                .addMediaType(
                                                        "application/problem+json",
                                                        new MediaType()
                                                                .schema(
                                                                        new Schema<Map<?, ?>>()
                                                                                .$ref(
                                                                                        "Problem")))));
    }
}
