package floria.cli.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.tosca.problem.Problem;

/** Takes the problem documents (RFC 9457) of the server to failures with their exit codes. */
final class Refusals {
    private static final String TYPE = "urn:floria:problem:";

    private Refusals() {}

    static Failure of(int status, String body) {
        JsonNode document = parse(body);
        String type = Json.text(document, "type");
        String code = type.startsWith(TYPE) ? type.substring(TYPE.length()) : "http-" + status;
        if (status == 401 || status == 403) {
            return new Failure(
                    Exit.UNREACHABLE,
                    "not-authorised",
                    "The server does not accept the token.",
                    "Check FLORIA_TOKEN; for the private server it is the file `token` in its state"
                            + " folder.");
        }
        List<Problem> problems = new ArrayList<>();
        for (JsonNode problem : document.path("problems").values()) {
            problems.add(Json.problem(problem));
        }
        return new Failure(
                exit(code, status),
                code,
                Json.optional(document, "detail")
                        .or(() -> Json.optional(document, "title"))
                        .orElse("The server answered with status " + status + "."),
                hint(document, status),
                problems,
                List.copyOf(document.path("rejections").values()));
    }

    private static Optional<String> hint(JsonNode document, int status) {
        return Json.optional(document, "hint")
                .or(() ->
                        status >= 500
                                ? Optional.of(
                                        "The server's log has more: `server.log` in its"
                                                + " state folder.")
                                : Optional.empty());
    }

    private static Exit exit(String code, int status) {
        return switch (code) {
            case "invalid-template" -> Exit.INVALID_TEMPLATE;
            case "unplaceable" -> Exit.NO_PLACEMENT;
            case "name-taken", "conflict" -> Exit.CONFLICT;
            case "not-found" -> Exit.NOT_FOUND;
            case "bad-request" -> Exit.USAGE;
            case "site" -> Exit.UNREACHABLE;
            default ->
                    switch (status) {
                        case 400, 413, 422 -> Exit.USAGE;
                        case 404 -> Exit.NOT_FOUND;
                        case 409 -> Exit.CONFLICT;
                        case 502, 503, 504 -> Exit.UNREACHABLE;
                        default -> Exit.INTERNAL;
                    };
        };
    }

    private static JsonNode parse(String body) {
        try {
            return body.isBlank() ? Json.object() : Json.parse(body);
        } catch (JacksonException e) {
            return Json.object();
        }
    }
}
