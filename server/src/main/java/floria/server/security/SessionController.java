package floria.server.security;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import floria.engine.state.Scope;
import floria.server.problem.BadRequest;

/** Signs people in to the portal, and out. */
@RestController
@RequestMapping("/api/v1/sessions")
@Tag(name = "Sessions", description = "Sign in to the portal, and out.")
public class SessionController {
    private final Sessions sessions;
    private final LocalToken local;

    public SessionController(Sessions sessions, LocalToken local) {
        this.sessions = sessions;
        this.local = local;
    }

    /**
     * One way to sign in.
     *
     * @param kind {@code token}: the server's token is typed in
     */
    public record Way(String kind, String title) {}

    /** All of them. */
    public record Ways(List<Way> items) {}

    /** What a person signs in with: one of the two. */
    public record Credentials(
            @Schema(description = "From POST /api/v1/sessions/codes.") @Nullable String code,
            @Schema(description = "The server's token.") @Nullable String token) {
        @Override
        public String toString() {
            return "Credentials[]";
        }
    }

    /** A session; its token goes into the header Authorization as any other. */
    public record Session(String token, Instant expiresAt) {
        @Override
        public String toString() {
            return "Session[until " + expiresAt + "]";
        }
    }

    /** A code for one sign-in. */
    public record Code(String code, Instant expiresAt) {
        @Override
        public String toString() {
            return "Code[until " + expiresAt + "]";
        }
    }

    @GetMapping("/ways")
    @Operation(summary = "How people can sign in here")
    @SecurityRequirements
    Ways ways() {
        return new Ways(List.of(new Way("token", "The server's token")));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Signs in",
            description = "A session ends after twelve hours, or when the server does.")
    @SecurityRequirements
    ResponseEntity<Session> signIn(@RequestBody Credentials given) {
        Optional<Sessions.Issued> issued;
        if (given.code() != null && given.token() == null) {
            issued = sessions.open(given.code());
        } else if (given.token() != null && given.code() == null) {
            issued = local.user(given.token().strip()).map(sessions::open);
        } else {
            throw new BadRequest("Give either the field code or the field token.");
        }
        return issued.map(session ->
                        ResponseEntity.status(HttpStatus.CREATED)
                                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                                .body(new Session(session.secret(), session.expiresAt())))
                .orElseThrow(() ->
                        new BadRequest(
                                given.code() != null
                                        ? "This sign-in was used already, or is older than a"
                                                + " minute."
                                        : "This is not the token of the server.",
                                "floria portal makes a new sign-in; the token is in the file token"
                                        + " of the server's state folder."));
    }

    @PostMapping("/codes")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Makes a code that signs in once, within a minute",
            description = "For a command that opens the portal: the code may stand in an address.")
    Code code(Scope scope) {
        Sessions.Issued issued = sessions.code(new User(scope));
        return new Code(issued.secret(), issued.expiresAt());
    }

    @DeleteMapping("/current")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Signs out: ends the session whose token the request carries")
    void signOut(HttpServletRequest request) {
        BearerFilter.token(request).ifPresent(sessions::close);
    }
}
