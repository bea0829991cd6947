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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.awaitility.Awaitility;
import org.opentest4j.TestAbortedException;

import floria.testing.program.Ending;
import floria.testing.program.Folders;
import floria.testing.program.Programs;

/**
 * A Podman service of a test's own: its own socket, storage and networks in a temporary folder.
 * Closing it, or the end of the JVM however it comes except by SIGKILL, stops everything that it
 * ran and removes all that it stored.
 */
public final class PodmanService implements ContainerEngine {

    private static final Duration READY = Duration.ofSeconds(20);

    private final Path folder;
    private final Path podman;
    private final Map<String, String> environment;
    private final Ending ending;
    private final ReentrantLock switching = new ReentrantLock();
    private List<ProcessHandle> service = List.of();

    private PodmanService(Path folder, Path podman) {
        this.folder = folder;
        this.podman = podman;
        this.environment =
                Map.of(
                        "CONTAINERS_CONF", folder.resolve("containers.conf").toString(),
                        "CONTAINERS_STORAGE_CONF", folder.resolve("storage.conf").toString());
        this.ending =
                new Ending(
                        "Podman",
                        () -> command("rm", "--all", "--force", "--time", "0"),
                        () -> command("network", "prune", "--force"),
                        this::halt,
                        this::endMonitors,
                        () -> Folders.unmount(folder),
                        () -> Folders.delete(folder));
    }

    /**
     * Starts a service that has these images.
     *
     * @throws TestAbortedException in one line, when this machine cannot
     */
    public static PodmanService start(TestImage... images) {
        Programs.needRoot("Podman with its own storage");
        Path podman = Programs.need("podman", "the container engine");
        Programs.need("runc", "the container engine");
        if (List.of("/usr/lib/podman/netavark", "/usr/libexec/podman/netavark").stream()
                .noneMatch(path -> Files.isExecutable(Path.of(path)))) {
            throw new TestAbortedException(
                    "not run: the container engine needs netavark, which is not installed");
        }
        ImageCache cache = ImageCache.standard();
        List<Path> stores = new ArrayList<>();
        for (TestImage image : images) {
            stores.add(cache.store(image));
        }
        PodmanService service = prepare(podman, stores);
        try {
            service.run();
            return service;
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    private static PodmanService prepare(Path podman, List<Path> stores) {
        try {
            Path folder = Files.createTempDirectory("floria-podman-").toRealPath();
            String net = PrivateNets.free(folder.hashCode());
            Files.writeString(
                    folder.resolve("containers.conf"),
                    """
                    [containers]
                    default_ulimits=["nofile=4096:4096","nproc=4096:4096"]
                    log_driver="k8s-file"
                    [engine]
                    cgroup_manager="cgroupfs"
                    events_logger="file"
                    runtime="runc"
                    [network]
                    network_backend="netavark"
                    network_config_dir="%s"
                    default_subnet="%s.0.0/24"
                    default_subnet_pools=[{"base"="%s.128.0/17","size"=24}]
                    """
                            .formatted(folder.resolve("net"), net, net));
            String others =
                    String.join(",", stores.stream().map(store -> "\"" + store + "\"").toList());
            Files.writeString(
                    folder.resolve("storage.conf"),
                    """
                    [storage]
                    driver="overlay"
                    graphroot="%s"
                    runroot="%s"
                    [storage.options]
                    additionalimagestores=[%s]
                    """
                            .formatted(folder.resolve("root"), folder.resolve("run"), others));
            return new PodmanService(folder, podman);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare a folder for Podman", e);
        }
    }

    private void run() {
        try {
            Process process =
                    Programs.builder(
                                    environment,
                                    List.of(
                                            podman.toString(),
                                            "system",
                                            "service",
                                            "--time=0",
                                            address()))
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("service.log").toFile())
                            .start();
            service = List.of(process.toHandle());
            Awaitility.await("the socket of Podman")
                    .atMost(READY)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> Files.exists(socket()) || !process.isAlive());
            if (!process.isAlive()) {
                throw new TestAbortedException(
                        "not run: Podman's service does not start here: "
                                + Files.readString(folder.resolve("service.log")).strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start Podman's service", e);
        }
    }

    @Override
    public String name() {
        return "Podman";
    }

    @Override
    public Path socket() {
        return folder.resolve("podman.sock");
    }

    @Override
    public String command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(podman.toString()));
        command.addAll(Arrays.asList(arguments));
        return Programs.run(environment, command);
    }

    /** Ends the service and leaves its containers running, as a crash of the engine would. */
    public void halt() {
        switching.lock();
        try {
            for (ProcessHandle process : service) {
                process.destroyForcibly();
                process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
            }
            service = List.of();
            Files.deleteIfExists(socket());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            switching.unlock();
        }
    }

    /** Starts the service again after {@link #halt()}, on the same storage. */
    public void resume() {
        switching.lock();
        try {
            run();
        } finally {
            switching.unlock();
        }
    }

    @Override
    public void close() {
        ending.close();
    }

    /** Podman keeps the monitor of each exec for minutes, which would then write here again. */
    private void endMonitors() {
        ProcessHandle.allProcesses()
                .filter(process -> isOwn(process.pid()))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private boolean isOwn(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                    .contains(folder + "/");
        } catch (IOException _) {
            // It has just ended.
            return false;
        }
    }
}
