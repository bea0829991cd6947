package floria.testing.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.awaitility.Awaitility;
import org.opentest4j.TestAbortedException;

import floria.testing.program.Ending;
import floria.testing.program.Folders;
import floria.testing.program.Programs;

/**
 * A Docker daemon of a test's own: its own socket, storage and bridge. It leaves the firewall of
 * the machine alone, so that it gets along with a daemon that is there already; its containers
 * reach each other and are reached from here, and reach nothing beyond.
 */
public final class DockerService implements ContainerEngine {

    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(20);

    private final Path folder;
    private final Path docker;
    private final Process daemon;
    private final Ending ending;

    private DockerService(Path folder, Path docker, Path ip, String bridge, Process daemon) {
        this.folder = folder;
        this.docker = docker;
        this.daemon = daemon;
        this.ending =
                new Ending(
                        "Docker",
                        this::removeAll,
                        this::stop,
                        () -> ip(ip, "link", "delete", bridge),
                        () -> Folders.unmount(folder),
                        () -> Folders.delete(folder));
    }

    /**
     * Starts a daemon that has these images.
     *
     * @throws TestAbortedException in one line, when this machine cannot
     */
    public static DockerService start(TestImage... images) {
        Programs.needRoot("a Docker daemon");
        Path dockerd = Programs.need("dockerd", "Docker");
        Path docker = Programs.need("docker", "Docker");
        Path ip = Programs.need("ip", "Docker");
        for (String other : List.of("containerd", "runc", "iptables")) {
            Programs.need(other, "Docker");
        }
        ImageCache cache = ImageCache.standard();
        List<Path> tars = Arrays.stream(images).map(cache::tar).toList();
        DockerService service = launch(dockerd, docker, ip);
        try {
            service.awaitReady();
            for (int i = 0; i < images.length; i++) {
                service.command("import", tars.get(i).toString(), images[i].name());
            }
            return service;
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    private static DockerService launch(Path dockerd, Path docker, Path ip) {
        try {
            Path folder = Files.createTempDirectory("floria-docker-").toRealPath();
            String net = PrivateNets.free(folder.hashCode());
            String bridge =
                    "fl"
                            + net.substring(net.indexOf('.') + 1)
                            + "-"
                            + ProcessHandle.current().pid();
            ip(ip, "link", "add", bridge, "type", "bridge");
            ip(ip, "addr", "add", net + ".0.1/24", "dev", bridge);
            ip(ip, "link", "set", bridge, "up");
            Path configuration = Files.writeString(folder.resolve("daemon.json"), "{}");
            List<String> command =
                    List.of(
                            dockerd.toString(),
                            "--config-file=" + configuration,
                            "--host=unix://" + folder.resolve("docker.sock"),
                            "--data-root=" + folder.resolve("data"),
                            "--exec-root=" + folder.resolve("exec"),
                            "--pidfile=" + folder.resolve("dockerd.pid"),
                            "--bridge=" + bridge,
                            "--default-address-pool=base=" + net + ".128.0/17,size=24",
                            "--iptables=false",
                            "--ip-forward=false",
                            "--ip-masq=false",
                            "--oom-score-adjust=0",
                            "--default-ulimit=nofile=4096:4096");
            Process daemon =
                    Programs.builder(Map.of(), command)
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("daemon.log").toFile())
                            .start();
            return new DockerService(folder, docker, ip, bridge, daemon);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a Docker daemon", e);
        } catch (IllegalStateException e) {
            throw new TestAbortedException(
                    "not run: Docker needs a bridge of its own: " + e.getMessage(), e);
        }
    }

    private void awaitReady() {
        Awaitility.await("the socket of Docker")
                .atMost(READY)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Files.exists(socket()) || !daemon.isAlive());
        if (!daemon.isAlive()) {
            throw new TestAbortedException(
                    "not run: the Docker daemon does not start here: " + lastWords());
        }
        command("version");
    }

    private String lastWords() {
        try {
            return Files.readAllLines(folder.resolve("daemon.log")).stream()
                    .reduce("", (_, line) -> line);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public String name() {
        return "Docker";
    }

    @Override
    public Path socket() {
        return folder.resolve("docker.sock");
    }

    @Override
    public String command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(docker.toString()));
        command.addAll(Arrays.asList(arguments));
        return Programs.run(
                Map.of("DOCKER_HOST", address(), "DOCKER_CONFIG", folder.toString()), command);
    }

    private static void ip(Path ip, String... arguments) {
        List<String> command = new ArrayList<>(List.of(ip.toString()));
        command.addAll(Arrays.asList(arguments));
        Programs.run(Map.of(), command);
    }

    @Override
    public void close() {
        ending.close();
    }

    private void removeAll() {
        if (!daemon.isAlive()) {
            return;
        }
        List<String> containers = command("ps", "--all", "--quiet").lines().toList();
        if (!containers.isEmpty()) {
            List<String> remove = new ArrayList<>(List.of("rm", "--force"));
            remove.addAll(containers);
            command(remove.toArray(String[]::new));
        }
        command("network", "prune", "--force");
    }

    /** The daemon ends its containerd with itself, if it is asked and not killed. */
    private void stop() {
        List<ProcessHandle> all = new ArrayList<>(daemon.descendants().toList());
        daemon.destroy();
        try {
            daemon.onExit().get(END.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException _) {
            all.add(daemon.toHandle());
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
