package floria.site.hosts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import floria.site.Gpus;
import floria.site.Hardware;
import floria.site.Interconnect;
import floria.site.Interconnect.Infiniband;

/**
 * What a host is and has.
 *
 * @param base the folder of the site on it
 * @param root whether Floria is root there
 * @param address of its own, at which Floria reaches it
 * @param image its operating system as a logical image, such as {@code debian:12}
 * @param gpuIds as {@code CUDA_VISIBLE_DEVICES} names them
 * @param systemd whether it can put limits on what it runs
 * @param engines programs that run containers
 */
record Inventory(
        String base,
        boolean root,
        Optional<String> address,
        String title,
        Optional<String> image,
        Hardware hardware,
        List<String> gpuIds,
        boolean systemd,
        List<String> engines) {
    private static final Pattern VENDOR =
            Pattern.compile("(NVIDIA|AMD|Tesla|GeForce|Instinct|Quadro) +");
    private static final Pattern VARIANT =
            Pattern.compile("[- ](SXM\\d*|PCIe|NVL|\\d+ ?GB).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern RATE = Pattern.compile(".*\\(\\S+ ([A-Z]+)\\).*");

    static Inventory parse(String text) {
        Map<String, List<String>> lines = new HashMap<>();
        text.lines()
                .map(line -> line.split(" ", 2))
                .filter(words -> words.length == 2)
                .forEach(words ->
                        lines.computeIfAbsent(words[0], _ -> new ArrayList<>())
                                .add(words[1].strip()));
        Optional<String> base = first(lines, "base");
        Optional<String> cpus = first(lines, "cpus");
        Optional<String> memory = first(lines, "memory");
        if (base.isEmpty() || cpus.isEmpty() || memory.isEmpty()) {
            throw new IllegalArgumentException("no inventory: " + text);
        }
        List<String> ids = new ArrayList<>();
        Optional<Gpus> gpus =
                nvidia(lines, ids).or(() -> rocm(lines, ids)).or(() -> kfd(lines, ids));
        String[] connection = first(lines, "connection").orElse("").split(" ");
        return new Inventory(
                base.get(),
                first(lines, "uid").equals(Optional.of("0")),
                connection.length == 4 ? Optional.of(connection[2]) : Optional.empty(),
                first(lines, "title").orElse("an unknown system"),
                first(lines, "os"),
                new Hardware(
                        Double.parseDouble(cpus.get()),
                        Long.parseLong(memory.get()) << 10,
                        first(lines, "disk").map(Long::parseLong).orElse(0L) << 10,
                        gpus,
                        first(lines, "architecture").map(a -> a.equals("aarch64") ? "arm64" : a),
                        interconnect(lines)),
                List.copyOf(ids),
                lines.containsKey("systemd"),
                lines.getOrDefault("engine", List.of()));
    }

    private static Optional<String> first(Map<String, List<String>> lines, String word) {
        return lines.getOrDefault(word, List.of()).stream().findFirst();
    }

    /** Index, MiB, driver, compute capability, name. Those that differ from the first are left. */
    private static Optional<Gpus> nvidia(Map<String, List<String>> lines, List<String> ids) {
        Optional<Gpus> found = Optional.empty();
        String model = "";
        for (String line : lines.getOrDefault("nvidia", List.of())) {
            String[] fields = line.split(", *", 5);
            if (fields.length < 5 || !(ids.isEmpty() || model.equals(fields[4]))) {
                continue;
            }
            ids.add(fields[0]);
            model = fields[4];
            found =
                    Optional.of(
                            new Gpus(
                                    ids.size(),
                                    1,
                                    model(model),
                                    number(fields[1]) << 20,
                                    Optional.empty(),
                                    Optional.of("nvidia"),
                                    Optional.of(fields[3]).filter(c -> c.matches("\\d+\\.\\d+")),
                                    Optional.of(fields[2]),
                                    first(lines, "cuda"),
                                    lines.containsKey("nvlink")));
        }
        return found;
    }

    /** A table with a head; its columns have other names in each version. */
    private static Optional<Gpus> rocm(Map<String, List<String>> lines, List<String> ids) {
        List<String[]> rows =
                lines.getOrDefault("rocm", List.of()).stream()
                        .filter(line -> line.contains(","))
                        .map(line -> line.split(",", -1))
                        .toList();
        String name = "";
        long memory = 0;
        for (String[] row : rows.stream().skip(1).toList()) {
            if (!row[0].matches("card\\d+")) {
                continue;
            }
            ids.add(row[0].substring("card".length()));
            for (int i = 1; i < Math.min(row.length, rows.getFirst().length); i++) {
                String head = rows.getFirst()[i].toLowerCase(java.util.Locale.ROOT);
                if (head.contains("total memory")) {
                    memory = number(row[i]);
                } else if (head.equals("card series")
                        || (name.isEmpty() && head.contains("model"))) {
                    name = row[i].strip();
                }
            }
        }
        return amd(ids, name, memory);
    }

    private static Optional<Gpus> kfd(Map<String, List<String>> lines, List<String> ids) {
        List<String> names = lines.getOrDefault("kfd", List.of());
        for (int i = 0; i < names.size(); i++) {
            ids.add(Integer.toString(i));
        }
        return amd(ids, names.stream().findFirst().orElse(""), 0);
    }

    private static Optional<Gpus> amd(List<String> ids, String name, long memory) {
        return ids.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Gpus(
                                ids.size(),
                                1,
                                model(name),
                                memory,
                                Optional.empty(),
                                Optional.of("amd"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                false));
    }

    /** "NVIDIA A100-SXM4-40GB" is an A100 to those who ask for one. */
    private static String model(String name) {
        String plain = VENDOR.matcher(name.strip()).replaceAll("");
        return VARIANT.matcher(plain).replaceFirst("").strip();
    }

    private static Interconnect interconnect(Map<String, List<String>> lines) {
        double gigabits =
                lines.getOrDefault("ethernet", List.of()).stream()
                                .mapToLong(Inventory::number)
                                .max()
                                .orElse(0)
                        / 1000.0;
        return new Interconnect(
                gigabits,
                lines.getOrDefault("infiniband", List.of()).stream()
                        .flatMap(rate -> generation(rate).stream())
                        .max(java.util.Comparator.naturalOrder()),
                Optional.empty());
    }

    /** Of "100 Gb/sec (4X EDR)". */
    private static Optional<Infiniband> generation(String rate) {
        Matcher matcher = RATE.matcher(rate);
        if (matcher.matches()) {
            for (Infiniband one : Infiniband.values()) {
                if (one.name().equals(matcher.group(1))) {
                    return Optional.of(one);
                }
            }
        }
        return Optional.empty();
    }

    private static long number(String text) {
        String digits = text.strip();
        return digits.matches("\\d{1,15}") ? Long.parseLong(digits) : 0;
    }
}
