package floria.server.problem;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.springframework.http.HttpStatusCode;

import floria.placement.Placement.Rejection;
import floria.server.problem.Problems.TemplateProblem;

/**
 * A problem document (RFC 9457).
 *
 * @param type {@code urn:floria:problem:} and a code that programs may rely on
 * @param detail what happened, for people
 * @param hint what to do about it
 * @param problems of the template
 * @param rejections why no site satisfies a node
 */
@Schema(name = "Problem", description = "What went wrong (RFC 9457).")
public record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        Optional<String> hint,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TemplateProblem> problems,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Rejection> rejections) {

    static ProblemBody of(
            String code, HttpStatusCode status, String detail, Optional<String> hint) {
        return of(code, status, detail, hint, List.of(), List.of());
    }

    static ProblemBody of(
            String code,
            HttpStatusCode status,
            String detail,
            Optional<String> hint,
            List<TemplateProblem> problems,
            List<Rejection> rejections) {
        return new ProblemBody(
                "urn:floria:problem:" + code,
                Character.toUpperCase(code.charAt(0)) + code.substring(1).replace('-', ' '),
                status.value(),
                detail,
                hint,
                problems,
                rejections);
    }
}
