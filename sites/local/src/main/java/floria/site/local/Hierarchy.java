package floria.site.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A hierarchy of control groups, and where in it this process is.
 *
 * @param point where the hierarchy is mounted
 * @param own the group of this process
 * @param controllers of version 1, as far as they are of interest
 */
record Hierarchy(Path point, Path own, boolean unified, List<String> controllers) {

    /**
     * @param system the root of the file system
     */
    static List<Hierarchy> all(Path system) {
        List<String> memberships = lines(system.resolve("proc/self/cgroup"));
        List<Hierarchy> found = new ArrayList<>();
        for (String line : lines(system.resolve("proc/self/mountinfo"))) {
            String[] halves = line.split(" - ", 2);
            String[] place = halves[0].split(" ");
            String[] type = halves.length < 2 ? new String[0] : halves[1].split(" ");
            if (place.length < 5 || type.length < 3 || !type[0].startsWith("cgroup")) {
                continue;
            }
            boolean unified = type[0].equals("cgroup2");
            List<String> options = Arrays.asList(type[2].split(","));
            List<String> controllers =
                    Stream.of("cpu", "memory")
                            .filter(c -> !unified && options.contains(c))
                            .toList();
            Path point = system.resolve(place[4].substring(1));
            for (String membership : memberships) {
                String[] fields = membership.split(":", 3);
                boolean here =
                        unified
                                ? fields[1].isEmpty()
                                : Arrays.asList(fields[1].split(",")).stream()
                                        .anyMatch(controllers::contains);
                if (here) {
                    found.add(
                            new Hierarchy(
                                    point, own(point, place[3], fields[2]), unified, controllers));
                }
            }
        }
        return found;
    }

    /** In a container only a part of the hierarchy is mounted, and paths count from above it. */
    private static Path own(Path point, String mounted, String path) {
        Path inside = Path.of(path);
        Path below = Path.of(mounted);
        Path relative = inside.startsWith(below) ? below.relativize(inside) : Path.of("");
        return point.resolve(relative.toString()).normalize();
    }

    /** The words of a small file; none when it cannot be read. */
    static List<String> words(Path file) {
        return lines(file).stream()
                .flatMap(line -> Stream.of(line.split("\\s+")))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException _) {
            return List.of();
        }
    }
}
