package floria.server.activity;

import java.io.IOException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives each request an id, which stands in the answer and in every line of the log, and counts it
 * as activity.
 */
public final class RequestFilter extends OncePerRequestFilter {
    /** The header that carries the id, in both directions. */
    public static final String HEADER = "X-Request-Id";

    private static final Logger LOG = LoggerFactory.getLogger(RequestFilter.class);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private final Activity activity;
    private final RandomGenerator random;

    public RequestFilter(Activity activity, RandomGenerator random) {
        this.activity = activity;
        this.random = random;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = id(request);
        response.setHeader(HEADER, id);
        // A probe that asks whether the server is there is nobody who needs it.
        boolean counts = !request.getRequestURI().endsWith("/health");
        long start = System.nanoTime();
        try (MDC.MDCCloseable _ = MDC.putCloseable("request", id)) {
            if (counts) {
                activity.begin();
            }
            try {
                chain.doFilter(request, response);
            } finally {
                if (counts) {
                    activity.end();
                }
                LOG.debug(
                        "{} {} {} {} ms",
                        request.getMethod(),
                        request.getRequestURI(),
                        response.getStatus(),
                        (System.nanoTime() - start) / 1_000_000);
            }
        }
    }

    private String id(HttpServletRequest request) {
        String given = request.getHeader(HEADER);
        return given != null && ID.matcher(given).matches()
                ? given
                : HexFormat.of().toHexDigits(random.nextLong());
    }
}
