package floria.server.language;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import floria.engine.state.Scope;
import floria.server.problem.ProblemWriter;
import floria.server.security.Security;
import floria.server.security.Sessions;
import floria.server.security.User;

/**
 * The language server for editors in a browser, over a WebSocket. A browser can give a WebSocket no
 * header, and an address is written into logs: so a ticket, which works once and for a minute, goes
 * along as the name of a subprotocol.
 */
@RestController
@RequestMapping(Security.LANGUAGE)
@Tag(name = "Language", description = "The language server, for an editor in a browser.")
public class LanguageController {
    /** What is spoken: one message of the Language Server Protocol in each text message. */
    static final String PROTOCOL = "floria.lsp";

    private static final String TICKET = "floria.ticket.";
    private static final int MOST_CONNECTIONS = 64;

    private final Sessions sessions;
    private final ProblemWriter problems;
    private final AtomicInteger connections = new AtomicInteger();

    public LanguageController(Sessions sessions, ProblemWriter problems) {
        this.sessions = sessions;
        this.problems = problems;
    }

    /** A ticket for one connection. */
    public record Ticket(String ticket, Instant expiresAt) {
        @Override
        public String toString() {
            return "Ticket[until " + expiresAt + "]";
        }
    }

    @PostMapping("/tickets")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Makes a ticket that opens one connection to the language server",
            description =
                    "Within a minute: a WebSocket to /api/v1/language with the subprotocols"
                            + " floria.lsp and floria.ticket.TICKET.")
    Ticket ticket(Scope scope, HttpServletRequest request) {
        Sessions.Issued issued =
                sessions.ticket(new User(scope), Security.token(request).orElse(""));
        return new Ticket(issued.secret(), issued.expiresAt());
    }

    @Hidden
    @GetMapping
    void connect(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException, DeploymentException {
        if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
                || !(request.getServletContext()
                                .getAttribute("jakarta.websocket.server.ServerContainer")
                        instanceof ServerContainer container)) {
            refuse(response, HttpStatus.UPGRADE_REQUIRED, "This speaks WebSocket alone.");
            return;
        }
        if (!isOwn(request)) {
            refuse(response, HttpStatus.FORBIDDEN, "Another site's page may not connect here.");
            return;
        }
        Optional<Sessions.Admission> admission =
                protocols(request)
                        .filter(name -> name.startsWith(TICKET))
                        .findFirst()
                        .flatMap(name -> sessions.admit(name.substring(TICKET.length())));
        if (admission.isEmpty()) {
            refuse(
                    response,
                    HttpStatus.UNAUTHORIZED,
                    "The connection brings no ticket that works.");
            return;
        }
        if (connections.incrementAndGet() > MOST_CONNECTIONS) {
            connections.decrementAndGet();
            refuse(response, HttpStatus.SERVICE_UNAVAILABLE, "There are too many connections.");
            return;
        }
        LanguageSocket socket = new LanguageSocket(admission.get(), connections::decrementAndGet);
        boolean open = false;
        try {
            container.upgradeHttpToWebSocket(request, response, config(socket), Map.of());
            open = true;
        } finally {
            if (!open) {
                connections.decrementAndGet();
            }
        }
    }

    private static ServerEndpointConfig config(LanguageSocket socket) {
        return ServerEndpointConfig.Builder.create(LanguageSocket.class, Security.LANGUAGE)
                .subprotocols(List.of(PROTOCOL))
                .configurator(
                        new ServerEndpointConfig.Configurator() {
                            @Override
                            public <T> T getEndpointInstance(Class<T> type) {
                                return type.cast(socket);
                            }
                        })
                .build();
    }

    private void refuse(HttpServletResponse response, HttpStatus status, String detail)
            throws IOException {
        problems.write(
                response,
                status,
                "no-connection",
                detail,
                Optional.of("POST /api/v1/language/tickets makes a ticket for one connection."));
    }

    private static Stream<String> protocols(HttpServletRequest request) {
        @Nullable String header = request.getHeader("Sec-WebSocket-Protocol");
        return header == null ? Stream.of() : Arrays.stream(header.split(",")).map(String::strip);
    }

    /** Whether the page that connects comes from here, as far as its browser says. */
    private static boolean isOwn(HttpServletRequest request) {
        @Nullable String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) {
            return false;
        }
        try {
            @Nullable String from = URI.create(origin).getAuthority();
            // A proxy may change the one; a browser lets no page set the other.
            return from != null
                    && (from.equalsIgnoreCase(request.getHeader(HttpHeaders.HOST))
                            || from.equalsIgnoreCase(request.getHeader("X-Forwarded-Host")));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
