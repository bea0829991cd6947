package floria.site.containers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import floria.site.Fault;
import floria.site.SiteException;

/** Finds the container engines of a user, where Docker's and Podman's own tools look for them. */
public final class ContainerEngines {

    private static final Duration SHORT = Duration.ofSeconds(5);

    private ContainerEngines() {}

    /**
     * An engine that may be there.
     *
     * @param source where its address was read, for people
     */
    public record Candidate(EngineAddress address, String source) {}

    /** A candidate that was asked: what it is, or why it does not answer. */
    public record Described(Candidate candidate, Optional<String> title, Optional<Fault> fault) {}

    /**
     * The candidates, the most explicit first, each address once. What the user named is there
     * whether it answers or not; usual places only when something is at them. Connects to nothing.
     *
     * @param environment of the process; {@code HOME} is the user's folder
     * @throws SiteException when what the user named cannot be understood
     */
    public static List<Candidate> find(Map<String, String> environment) {
        return find(environment, Path.of("/"));
    }

    static List<Candidate> find(Map<String, String> environment, Path root) {
        List<Candidate> found = new ArrayList<>();
        named(environment).ifPresent(found::add);
        for (Candidate usual : usual(environment, root)) {
            if (Files.exists(((EngineAddress.Unix) usual.address()).socket())
                    && found.stream().noneMatch(c -> c.address().equals(usual.address()))) {
                found.add(usual);
            }
        }
        return List.copyOf(found);
    }

    /**
     * The engine to use when none is configured: the first that was found, else the place where
     * Podman would be, so that the failure says how to start it.
     */
    public static EngineAddress standard(Map<String, String> environment) {
        List<Candidate> found = find(environment);
        return found.isEmpty()
                ? usual(environment, Path.of("/")).stream()
                        .filter(usual -> usual.address().toString().contains("podman"))
                        .map(Candidate::address)
                        .findFirst()
                        .orElseThrow()
                : found.getFirst().address();
    }

    /** Asks an engine what it is. */
    public static Described describe(Candidate candidate, InstantSource clock) {
        try {
            String title =
                    Capacity.version(new Engine(candidate.address()), Limit.within(SHORT, clock));
            return new Described(candidate, Optional.of(title), Optional.empty());
        } catch (SiteException e) {
            return new Described(candidate, Optional.empty(), Optional.of(e.fault()));
        } catch (Refusal e) {
            return new Described(
                    candidate, Optional.empty(), Optional.of(Faults.of(e, "Asking the engine")));
        }
    }

    private static Optional<Candidate> named(Map<String, String> environment) {
        String host = environment.getOrDefault("DOCKER_HOST", "");
        if (!host.isEmpty()) {
            Optional<Path> certificates =
                    environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty()
                            ? Optional.empty()
                            : Optional.of(
                                    Path.of(
                                            environment.getOrDefault(
                                                    "DOCKER_CERT_PATH",
                                                    docker(environment).toString())));
            return Optional.of(
                    new Candidate(address(host, certificates, "DOCKER_HOST"), "DOCKER_HOST"));
        }
        return context(environment);
    }

    private static List<Candidate> usual(Map<String, String> environment, Path root) {
        List<Candidate> usual = new ArrayList<>();
        usual.add(unix(root.resolve("var/run/docker.sock")));
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (!runtime.isEmpty()) {
            usual.add(unix(Path.of(runtime).resolve("podman/podman.sock")));
        }
        usual.add(unix(root.resolve("run/podman/podman.sock")));
        return usual;
    }

    private static Candidate unix(Path socket) {
        return new Candidate(new EngineAddress.Unix(socket), socket.toString());
    }

    private static Path docker(Map<String, String> environment) {
        String folder = environment.getOrDefault("DOCKER_CONFIG", "");
        return folder.isEmpty()
                ? Path.of(environment.getOrDefault("HOME", "/")).resolve(".docker")
                : Path.of(folder);
    }

    /** The context that is current in Docker's own configuration, unless it is the usual place. */
    private static Optional<Candidate> context(Map<String, String> environment) {
        Path folder = docker(environment);
        Path config = folder.resolve("config.json");
        String name = environment.getOrDefault("DOCKER_CONTEXT", "");
        if (name.isEmpty() && Files.isReadable(config)) {
            name = json(config).path("currentContext").asString("");
        }
        if (name.isEmpty() || name.equals("default")) {
            return Optional.empty();
        }
        String source = "Docker context '" + name + "'";
        // Docker names a context's folder by the SHA-256 of the context's name.
        String hash = Tags.hash(name, 32);
        Path meta = folder.resolve("contexts/meta").resolve(hash).resolve("meta.json");
        if (!Files.isReadable(meta)) {
            throw new SiteException(
                    Fault.of(
                            Fault.Kind.NOT_FOUND,
                            Fault.Scope.SITE,
                            "The " + source + " is not there: no " + meta + ".",
                            "Choose another one: docker context ls, docker context use NAME"));
        }
        String host = json(meta).path("Endpoints").path("docker").path("Host").asString("");
        Path tls = folder.resolve("contexts/tls").resolve(hash).resolve("docker");
        Optional<Path> certificates = Files.isDirectory(tls) ? Optional.of(tls) : Optional.empty();
        return Optional.of(new Candidate(address(host, certificates, source), source));
    }

    private static EngineAddress address(String text, Optional<Path> certificates, String source) {
        try {
            return EngineAddress.parse(text, certificates);
        } catch (IllegalArgumentException e) {
            throw new SiteException(
                    Fault.of(
                            Fault.Kind.INVALID,
                            Fault.Scope.SITE,
                            source + ": " + e.getMessage(),
                            "For an engine that is reached by SSH, forward its socket: ssh -nNT -L"
                                    + " /tmp/engine.sock:/var/run/docker.sock HOST"),
                    e);
        }
    }

    private static JsonNode json(Path file) {
        try {
            return JsonMapper.builder().build().readTree(Files.readString(file));
        } catch (IOException | JacksonException e) {
            throw new SiteException(
                    Fault.of(
                            Fault.Kind.INVALID,
                            Fault.Scope.SITE,
                            "The file " + file + " of Docker's configuration cannot be read.",
                            "Mend or remove it, or set DOCKER_HOST."),
                    e);
        }
    }
}
