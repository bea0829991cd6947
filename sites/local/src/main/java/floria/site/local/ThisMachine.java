package floria.site.local;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.management.OperatingSystemMXBean;

import floria.site.Hardware;

/** What this machine is and has. Whatever cannot be found out counts as not there. */
final class ThisMachine {
    private static final Pattern ASSIGNMENT = Pattern.compile("([A-Z_]+)=[\"']?([^\"']*)[\"']?");
    private static final Pattern VENDOR = Pattern.compile("(NVIDIA|AMD|Tesla|GeForce|Instinct) +");
    private static final Pattern VARIANT =
            Pattern.compile("[- ](SXM\\d*|PCIe|NVL|\\d+ ?GB).*", Pattern.CASE_INSENSITIVE);

    private final Path system;

    /**
     * @param system the root of the file system, another one in tests
     */
    ThisMachine(Path system) {
        this.system = system;
    }

    /** The operating system as a logical image, such as {@code debian:12}. */
    Optional<String> image() {
        Map<String, String> os = osRelease();
        return Optional.ofNullable(os.get("ID"))
                .map(id ->
                        id
                                + Optional.ofNullable(os.get("VERSION_ID"))
                                        .map(v -> ":" + v)
                                        .orElse(""));
    }

    /** The operating system's name for people. */
    String title() {
        return osRelease().getOrDefault("PRETTY_NAME", "this machine");
    }

    /**
     * @param folder whose disk counts
     */
    Hardware hardware(Path folder) throws IOException {
        OperatingSystemMXBean os = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        List<String> gpus = gpus();
        return new Hardware(
                os.getAvailableProcessors(),
                os.getTotalMemorySize(),
                Files.getFileStore(folder).getUsableSpace(),
                gpus.size(),
                gpus.stream().findFirst());
    }

    /** The model of each GPU that has a driver. */
    List<String> gpus() {
        List<String> models = new ArrayList<>();
        for (Path gpu : entries("proc/driver/nvidia/gpus")) {
            lines(gpu.resolve("information")).stream()
                    .filter(line -> line.startsWith("Model:"))
                    .map(line -> model(line.substring("Model:".length())))
                    .findFirst()
                    .ifPresent(models::add);
        }
        for (Path node : entries("sys/class/kfd/kfd/topology/nodes")) {
            boolean gpu = lines(node.resolve("gpu_id")).stream().anyMatch(id -> !id.equals("0"));
            if (gpu) {
                models.add(
                        lines(node.resolve("name")).stream()
                                .map(ThisMachine::model)
                                .filter(name -> !name.isEmpty())
                                .findFirst()
                                .orElse("AMD"));
            }
        }
        return models;
    }

    /** "NVIDIA A100-SXM4-40GB" is an A100 to those who ask for one. */
    static String model(String name) {
        String plain = VENDOR.matcher(name.strip()).replaceAll("");
        return VARIANT.matcher(plain).replaceFirst("").strip();
    }

    private Map<String, String> osRelease() {
        Map<String, String> values = new HashMap<>();
        for (String file : List.of("usr/lib/os-release", "etc/os-release")) {
            for (String line : lines(system.resolve(file))) {
                Matcher matcher = ASSIGNMENT.matcher(line.strip());
                if (matcher.matches()) {
                    values.put(matcher.group(1), matcher.group(2));
                }
            }
        }
        return values;
    }

    private List<Path> entries(String folder) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(system.resolve(folder))) {
            entries.forEach(found::add);
        } catch (IOException _) {
            // No such hardware.
        }
        found.sort(null);
        return found;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException _) {
            return List.of();
        }
    }
}
