package floria.server.problem;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** What the servlet container reports by itself, as problems instead of its own pages. */
@Controller
@Hidden
public final class ContainerErrors {
    /** Where the container sends what it cannot answer. */
    public static final String PATH = "/error";

    private final ProblemWriter problems;

    public ContainerErrors(ProblemWriter problems) {
        this.problems = problems;
    }

    @RequestMapping(PATH)
    void report(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus status =
                code instanceof Integer number
                        ? Optional.ofNullable(HttpStatus.resolve(number))
                                .orElse(HttpStatus.INTERNAL_SERVER_ERROR)
                        : HttpStatus.NOT_FOUND;
        problems.write(
                response,
                status,
                status.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                status.is5xxServerError()
                        ? "Something went wrong inside of Floria; its log tells more."
                        : "The request cannot be read as it is.",
                Optional.empty());
    }
}
