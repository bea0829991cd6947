package floria.cli.detect;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Looks for sites: sockets of container engines, Slurm's commands, and the hosts of {@code
 * ~/.ssh/config}. It asks nothing over the network but the cluster's controller, and changes
 * nothing.
 */
public final class Detection {
    private static final int DEPTH = 8;
    private static final long LIMIT_SECONDS = 10;

    private final Map<String, String> environment;
    private final Path root;

    /**
     * @param root of the file system
     */
    public Detection(Map<String, String> environment, Path root) {
        this.environment = Map.copyOf(environment);
        this.root = root;
    }

    public List<Found> all() {
        List<Found> found = new ArrayList<>(engines());
        slurm().ifPresent(found::add);
        hosts().ifPresent(found::add);
        return List.copyOf(found);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    // ---- container engines

    private List<Found> engines() {
        Map<String, Path> sockets = new LinkedHashMap<>();
        variable("DOCKER_HOST")
                .filter(address -> address.startsWith("unix://"))
                .ifPresent(address -> sockets.put("engine", Path.of(address.substring(7))));
        sockets.put("docker", root.resolve("run/docker.sock"));
        sockets.put("podman", root.resolve("run/podman/podman.sock"));
        variable("XDG_RUNTIME_DIR")
                .ifPresent(folder ->
                        sockets.put("podman-user", Path.of(folder, "podman", "podman.sock")));
        List<Found> found = new ArrayList<>();
        Set<Path> seen = new LinkedHashSet<>();
        sockets.forEach((name, socket) -> {
            if (Files.exists(socket) && Files.isWritable(socket) && seen.add(real(socket))) {
                found.add(
                        new Found(
                                name,
                                "containers",
                                Map.of("address", "unix://" + socket),
                                "a socket that may be written to"));
            }
        });
        return found;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException _) {
            return path;
        }
    }

    // ---- Slurm

    private Optional<Found> slurm() {
        if (Stream.of("sbatch", "squeue", "scancel").anyMatch(name -> program(name).isEmpty())) {
            return Optional.empty();
        }
        return program("sinfo")
                .flatMap(sinfo -> said(List.of(sinfo.toString(), "-h", "-o", "%R")))
                .map(partitions -> {
                    Map<String, Object> settings = new LinkedHashMap<>();
                    settings.put("folder", variable("HOME").orElse("") + "/floria");
                    variable("SLURM_CONF").ifPresent(file -> settings.put("slurm_conf", file));
                    return new Found(
                            "slurm",
                            "slurm",
                            settings,
                            "partitions "
                                    + String.join(
                                            ", ", partitions.lines().map(String::strip).toList())
                                    + "; the folder must be one that all nodes share");
                });
    }

    private Optional<Path> program(String name) {
        return Stream.of(variable("PATH").orElse("").split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** What a command prints, when it succeeds in time. */
    private Optional<String> said(List<String> command) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            Thread limit =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                                        process.destroyForcibly();
                                    }
                                } catch (InterruptedException _) {
                                    process.destroyForcibly();
                                }
                            });
            String text =
                    new String(
                            process.getInputStream().readAllBytes(),
                            java.nio.charset.StandardCharsets.UTF_8);
            limit.join();
            return process.waitFor() == 0 && !text.isBlank()
                    ? Optional.of(text.strip())
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    // ---- hosts of SSH

    private Optional<Found> hosts() {
        Set<String> names = new LinkedHashSet<>();
        variable("HOME")
                .map(home -> Path.of(home, ".ssh"))
                .ifPresent(folder -> aliases(folder, folder.resolve("config"), names, DEPTH));
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Found(
                                "hosts",
                                "hosts",
                                Map.of("hosts", List.copyOf(names)),
                                "the hosts of ~/.ssh/config; take out what is not yours to use"));
    }

    /** The aliases that stand for one host; those of code forges, where the user is git, do not. */
    private static void aliases(Path folder, Path file, Set<String> names, int depth) {
        List<String> current = List.of();
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException _) {
            return;
        }
        for (String line : lines) {
            List<String> words =
                    Stream.of(line.strip().replaceFirst("^(\\w+)\\s*=\\s*", "$1 ").split("\\s+"))
                            .map(word -> word.replace("\"", ""))
                            .filter(word -> !word.isEmpty())
                            .toList();
            if (words.size() < 2 || words.getFirst().startsWith("#")) {
                continue;
            }
            List<String> values = words.subList(1, words.size());
            switch (words.getFirst().toLowerCase(Locale.ROOT)) {
                case "host" -> {
                    current =
                            values.stream()
                                    .filter(name -> name.matches("[A-Za-z0-9][A-Za-z0-9._-]*"))
                                    .toList();
                    names.addAll(current);
                }
                case "match" -> current = List.of();
                case "user" -> {
                    if (values.getFirst().equals("git")) {
                        names.removeAll(Set.copyOf(current));
                    }
                }
                case "include" -> {
                    if (depth > 0) {
                        values.forEach(pattern ->
                                included(folder, pattern)
                                        .forEach(more -> aliases(folder, more, names, depth - 1)));
                    }
                }
                default -> {}
            }
        }
    }

    /** Files that an Include names; patterns in the last part of the path are understood. */
    private static List<Path> included(Path folder, String pattern) {
        Path path =
                folder.resolve(
                        pattern.startsWith("~/")
                                ? folder.getParent() + pattern.substring(1)
                                : pattern);
        Path parent = path.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return List.of();
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + path.getFileName());
        try (Stream<Path> files = Files.list(parent)) {
            return files.filter(file -> matcher.matches(file.getFileName())).sorted().toList();
        } catch (IOException _) {
            return List.of();
        }
    }
}
