package floria.server.portal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import floria.server.problem.ProblemWriter;

/**
 * Hands out the portal. Every path in it that is no file leads to its one page, which finds out by
 * itself what to show. All addresses are relative, so that it works behind any prefix that a proxy
 * puts before it.
 */
@RestController
@Hidden
public class PortalController {
    private static final String YEAR = "public, max-age=31536000, immutable";

    private final PortalFiles files;
    private final ProblemWriter problems;
    private final SecureRandom random = new SecureRandom();

    public PortalController(PortalFiles files, ProblemWriter problems) {
        this.files = files;
        this.problems = problems;
    }

    @GetMapping({"/", PortalFiles.PATH})
    void enter(HttpServletResponse response) {
        response.setStatus(HttpStatus.FOUND.value());
        response.setHeader(HttpHeaders.LOCATION, PortalFiles.PATH.substring(1) + "/");
    }

    @GetMapping(PortalFiles.PATH + "/**")
    void portal(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getServletPath().substring(PortalFiles.PATH.length() + 1);
        Optional<PortalFiles.Found> file = files.file(path);
        if (file.isPresent()) {
            send(file.get(), request, response);
            return;
        }
        Optional<String> page = files.page();
        // A file that is gone is gone: a page in its place would be run as a program.
        if (page.isEmpty() || path.startsWith("assets/")) {
            problems.write(
                    response,
                    HttpStatus.NOT_FOUND,
                    "not-found",
                    page.isEmpty() ? "This server has no portal." : "There is no such file.",
                    page.isEmpty()
                            ? Optional.of(
                                    "It is built when Node 20 or later is there: install it, then"
                                            + " ./build dist.")
                            : Optional.of("Load the portal again: it is a newer one now."));
            return;
        }
        page(page.get(), path, response);
    }

    private void page(String page, String path, HttpServletResponse response) throws IOException {
        byte[] bytes = new byte[18];
        random.nextBytes(bytes);
        String nonce = Base64.getEncoder().encodeToString(bytes);
        int depth = (int) path.chars().filter(c -> c == '/').count();
        byte[] made =
                page.replace("%nonce%", nonce)
                        .replace("%base%", depth == 0 ? "./" : "../".repeat(depth))
                        .getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/html; charset=utf-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"
                        + nonce
                        + "'; img-src 'self' data:; font-src 'self'; connect-src 'self';"
                        + " worker-src 'self'; base-uri 'self'; form-action 'none';"
                        + " frame-ancestors 'none'");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setContentLength(made.length);
        response.getOutputStream().write(made);
    }

    private static void send(
            PortalFiles.Found found, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        boolean packs = accepted != null && accepted.contains("gzip");
        Path file = found.packed().filter(_ -> packs).orElse(found.file());
        response.setContentType(found.type());
        response.setHeader(HttpHeaders.CACHE_CONTROL, found.hashed() ? YEAR : "no-cache");
        response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (found.packed().filter(file::equals).isPresent()) {
            response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        response.setContentLengthLong(Files.size(file));
        Files.copy(file, response.getOutputStream());
    }
}
