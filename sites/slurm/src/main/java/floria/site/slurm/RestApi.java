package floria.site.slurm;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.SiteException;

/**
 * A controller by its REST daemon {@code slurmrestd}, with a token. Which version of the interface
 * it speaks is found out from its own OpenAPI document.
 */
public final class RestApi implements Controller {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern JOBS = Pattern.compile("/slurm/v(\\d+)\\.(\\d+)\\.(\\d+)/jobs/?");

    private final String site;
    private final URI address;
    private final String user;
    private final Token token;
    private final HttpClient http;
    private final JsonMapper json = JsonMapper.shared();
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<RestForms> forms = Optional.empty();

    /**
     * @param address such as {@code http://127.0.0.1:6820}
     * @param user whose jobs these are; the token must be valid for that one
     */
    public RestApi(String site, URI address, String user, Token token) {
        this.site = site;
        this.address = address;
        this.user = user;
        this.token = token;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(10))
                        .build();
    }

    @Override
    public String title() {
        return "slurmrestd v" + forms().version();
    }

    @Override
    public long submit(Submission job) {
        String body = json.writeValueAsString(forms().submission(job));
        JsonNode answer = call("submit a job", "POST", "job/submit", body);
        long id = answer.path("job_id").asLong(0);
        if (id == 0) {
            throw Faults.of(site, "submit a job", "no number in the answer");
        }
        return id;
    }

    @Override
    public List<Job> jobs() {
        return RestForms.jobs(call("list jobs", "GET", "jobs", ""), user);
    }

    @Override
    public void cancel(List<Long> ids) {
        for (long id : ids) {
            try {
                call("cancel a job", "DELETE", "job/" + id, "");
            } catch (SiteException e) {
                String said = e.fault().message();
                if (!said.contains("Invalid job id") && !said.contains("already completing")) {
                    throw e;
                }
            }
        }
    }

    @Override
    public Cluster cluster() {
        String doing = "list what it has";
        return RestForms.cluster(
                call(doing, "GET", "partitions", ""),
                call(doing, "GET", "nodes", ""),
                call(doing, "GET", "reservations", ""));
    }

    /** The interface has no way to ask. */
    @Override
    public Optional<Duration> wait(Submission job) {
        return Optional.empty();
    }

    /** That is the accounting daemon's interface, which few sites open. */
    @Override
    public Optional<Job> past(long id) {
        return Optional.empty();
    }

    private RestForms forms() {
        lock.lock();
        try {
            if (forms.isEmpty()) {
                forms = Optional.of(new RestForms(newest(once("openapi/v3", "GET", ""))));
            }
            return forms.get();
        } finally {
            lock.unlock();
        }
    }

    private String newest(JsonNode document) {
        return document.path("paths").propertyNames().stream()
                .map(JOBS::matcher)
                .filter(Matcher::matches)
                .max(Comparator.comparingInt((Matcher path) -> Integer.parseInt(path.group(3))))
                .map(path -> path.group(1) + "." + path.group(2) + "." + path.group(3))
                .orElseThrow(() ->
                        new SiteException(
                                Fault.of(
                                        Kind.INVALID,
                                        Scope.SITE,
                                        "What answers at "
                                                + address
                                                + " has no jobs of Slurm in its OpenAPI document.",
                                        "Name the address of slurmrestd.")));
    }

    private JsonNode call(String doing, String method, String path, String body) {
        JsonNode answer = once("slurm/v" + forms().version() + "/" + path, method, body);
        List<String> errors =
                answer.path("errors").valueStream().map(RestApi::error).distinct().toList();
        if (!errors.isEmpty()) {
            throw Faults.of(site, doing, String.join("; ", errors));
        }
        return answer;
    }

    private static String error(JsonNode error) {
        String what = error.path("error").asString("");
        String more = error.path("description").asString("");
        return more.isEmpty() || more.equals(what) ? what : what + " (" + more + ")";
    }

    /** Once more with another token, where it may be the token's fault. */
    private JsonNode once(String path, String method, String body) {
        for (int attempt = 1; ; attempt++) {
            String key = token.get();
            HttpResponse<String> response = send(path, method, body, key);
            boolean refused =
                    response.statusCode() == 401
                            || response.statusCode() == 403
                            || (response.statusCode() == 500 && unspecified(response.body()));
            if (!refused) {
                return parsed(response);
            }
            boolean useless = response.statusCode() != 500 || token.useless(key);
            token.refused(key);
            if (attempt > 1 || !useless) {
                throw refused(response.statusCode(), useless);
            }
        }
    }

    private SiteException refused(int status, boolean useless) {
        return useless
                ? new SiteException(
                        Fault.of(
                                Kind.AUTHORIZATION,
                                Scope.CREDENTIAL,
                                "slurmrestd of site '"
                                        + site
                                        + "' refuses the token of user "
                                        + user
                                        + " ("
                                        + status
                                        + ").",
                                "Look at the site's token or token_command; one is made with:"
                                        + " scontrol token."))
                : new SiteException(
                        Fault.of(
                                Kind.UNREACHABLE,
                                Scope.SITE,
                                "slurmrestd of site '"
                                        + site
                                        + "' does not reach its controller, or that refuses the"
                                        + " token.",
                                "See whether slurmctld runs; jobs go on without it."));
    }

    /** What versions up to 22.05 say of everything that the controller did not answer. */
    private static boolean unspecified(String body) {
        return body.contains("Unspecified error")
                || body.contains("Unable to contact slurm controller")
                || body.contains("Authentication");
    }

    private JsonNode parsed(HttpResponse<String> response) {
        try {
            return json.readTree(response.body());
        } catch (JacksonException _) {
            throw new SiteException(
                    Fault.of(
                            response.statusCode() >= 500 ? Kind.TRANSIENT : Kind.INVALID,
                            Scope.SITE,
                            "What answers at "
                                    + address
                                    + " speaks no JSON ("
                                    + response.statusCode()
                                    + ").",
                            "Name the address of slurmrestd."));
        }
    }

    private HttpResponse<String> send(String path, String method, String body, String key) {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(address.toString().replaceFirst("/+$", "") + "/" + path))
                        .timeout(LIMIT)
                        .header("X-SLURM-USER-NAME", user)
                        .header("X-SLURM-USER-TOKEN", key)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json")
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new SiteException(
                    Fault.of(
                            Kind.UNREACHABLE,
                            Scope.SITE,
                            "slurmrestd of site '" + site + "' is not reached at " + address + ".",
                            "See whether it runs, and whether a firewall is between."),
                    e);
        } catch (InterruptedException e) {
            throw Faults.interrupted(e);
        }
    }
}
