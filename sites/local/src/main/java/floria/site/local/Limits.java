package floria.site.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import floria.site.Hardware;
import floria.site.Key;

/**
 * Holds machines to what they asked for, by control groups of version 1 or 2 below the server's
 * own, as far as the user may make them. State is in the kernel only.
 */
final class Limits {
    private static final long PERIOD_MICROS = 100_000;

    /**
     * A folder in which groups can be made.
     *
     * @param controller {@code cpu} or {@code memory}; for version 2 both are in one folder
     */
    private record Parent(Path folder, String controller, boolean unified) {}

    private final List<Parent> parents;
    private final int version;

    private Limits(List<Parent> parents, int version) {
        this.parents = parents;
        this.version = version;
    }

    /**
     * Finds out what this user may limit.
     *
     * @param system the root of the file system, another one in tests
     */
    static Limits detect(Path system) {
        List<Parent> unified = new ArrayList<>();
        List<Parent> split = new ArrayList<>();
        for (Hierarchy hierarchy : Hierarchy.all(system)) {
            if (hierarchy.unified()) {
                for (String controller : List.of("cpu", "memory")) {
                    usable(hierarchy, controller)
                            .ifPresent(folder -> unified.add(new Parent(folder, controller, true)));
                }
            } else {
                for (String controller : hierarchy.controllers()) {
                    if (Files.isWritable(hierarchy.own())) {
                        split.add(new Parent(hierarchy.own(), controller, false));
                    }
                }
            }
        }
        return unified.isEmpty() ? new Limits(split, 1) : new Limits(unified, 2);
    }

    static Limits none() {
        return new Limits(List.of(), 0);
    }

    /** The nearest folder that hands the controller on to groups below it. */
    private static Optional<Path> usable(Hierarchy hierarchy, String controller) {
        Path folder = hierarchy.own();
        while (folder != null && folder.startsWith(hierarchy.point())) {
            Path handedOn = folder.resolve("cgroup.subtree_control");
            if (Files.isWritable(folder)
                    && Files.isWritable(folder.resolve("cgroup.procs"))
                    && Hierarchy.words(handedOn).contains(controller)) {
                return Optional.of(folder);
            }
            folder = folder.getParent();
        }
        return Optional.empty();
    }

    /**
     * Makes the machine's groups, or finds them, and sets their limits.
     *
     * @return the files that a process writes its number to in order to join; empty where nothing
     *     can be limited
     */
    List<Path> apply(Key key, Hardware hardware) {
        Set<Path> joined = new HashSet<>();
        for (Parent parent : parents) {
            Path group = group(parent, key);
            try {
                if (!Files.isDirectory(group)) {
                    Files.createDirectory(group);
                }
                limit(parent, group, hardware);
                joined.add(group.resolve("cgroup.procs"));
            } catch (IOException _) {
                // Said by title(): what cannot be limited runs without.
            }
        }
        return joined.stream().sorted().toList();
    }

    /** What is limited on machines, for people. */
    String title() {
        List<String> controllers = parents.stream().map(Parent::controller).sorted().toList();
        return controllers.isEmpty()
                ? "none: this user may not make control groups"
                : String.join(", ", controllers) + " by control groups, version " + version;
    }

    Set<Long> members(Key key) {
        Set<Long> pids = new HashSet<>();
        for (Parent parent : parents) {
            Hierarchy.words(group(parent, key).resolve("cgroup.procs"))
                    .forEach(word -> pids.add(Long.parseLong(word)));
        }
        return pids;
    }

    /** Removes the groups of a machine without processes. */
    void remove(Key key) {
        for (Parent parent : parents) {
            try {
                Files.deleteIfExists(group(parent, key));
            } catch (IOException _) {
                // An empty group that stays costs nothing, and the next release tries again.
            }
        }
    }

    private static Path group(Parent parent, Key key) {
        return parent.folder().resolve("floria-" + key);
    }

    private static void limit(Parent parent, Path group, Hardware hardware) throws IOException {
        long quota = Math.max(1_000, Math.round(hardware.cpus() * PERIOD_MICROS));
        String memory = Long.toString(hardware.memory());
        boolean cpu = parent.controller().equals("cpu");
        if (parent.unified()) {
            if (cpu && hardware.cpus() > 0) {
                write(group.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
            } else if (!cpu && hardware.memory() > 0) {
                write(group.resolve("memory.max"), memory);
            }
        } else if (cpu && hardware.cpus() > 0) {
            write(group.resolve("cpu.cfs_period_us"), Long.toString(PERIOD_MICROS));
            write(group.resolve("cpu.cfs_quota_us"), Long.toString(quota));
        } else if (!cpu && hardware.memory() > 0) {
            write(group.resolve("memory.limit_in_bytes"), memory);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, java.nio.file.StandardOpenOption.WRITE);
    }
}
