package floria.cli.journey;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

/** A person with a browser of their own before a JupyterHub. */
final class Hub {
    private final String url;
    private final HttpClient browser =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .cookieHandler(new CookieManager())
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();

    Hub(String url) {
        this.url = url;
    }

    /** Whether the hub lets them in. */
    boolean signsIn(String name, String password) throws IOException, InterruptedException {
        get("/hub/login");
        HttpResponse<String> answer =
                browser.send(
                        HttpRequest.newBuilder(URI.create(url + "/hub/login"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "username="
                                                        + URLEncoder.encode(name, UTF_8)
                                                        + "&password="
                                                        + URLEncoder.encode(password, UTF_8)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return !answer.uri().getPath().equals("/hub/login");
    }

    /** Waits, once signed in, until their own server shows its page. */
    void opensServer(String name) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(
                        () -> get("/user/" + name + "/tree").uri().getPath(),
                        path -> path.equals("/user/" + name + "/tree"));
    }

    /** What the browser is shown at a path, wherever it is led. */
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return browser.send(
                HttpRequest.newBuilder(URI.create(url + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** What a program with the token is answered. */
    HttpResponse<String> ask(String path, String token) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url + path))
                                .version(HttpClient.Version.HTTP_1_1)
                                .header("Authorization", "token " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
