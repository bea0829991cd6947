package floria.server.health;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** That the server is there, and how to talk to it; the only paths that need no token. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Server", description = "The server itself.")
public class HealthController {
    /** The document that the build makes from the controllers; see OpenApiTest. */
    public static final String DOCUMENT = "/floria/server/openapi.json";

    private final Version version;

    public HealthController(Version version) {
        this.version = version;
    }

    /** The server is there. */
    public record Health(String status, String version) {}

    @GetMapping("/health")
    @Operation(summary = "Says that the server is there, and which version it is")
    @SecurityRequirements
    Health health() {
        return new Health("ok", version.text());
    }

    @GetMapping("/openapi.json")
    @Hidden
    void document(HttpServletResponse response) throws IOException {
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        try (InputStream in =
                Objects.requireNonNull(HealthController.class.getResourceAsStream(DOCUMENT))) {
            in.transferTo(response.getOutputStream());
        }
    }
}
