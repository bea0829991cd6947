package floria.placement.hardware;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import floria.site.Gpus;

/**
 * The table of GPU models {@code gpus.csv}: memory, compute capability and architecture of each,
 * and the names that people use. Names are compared without case, dashes and the maker's name.
 */
public final class GpuTable {
    private static final long GIGABYTE = 1_000_000_000L;

    private final Map<String, GpuModel> models = new LinkedHashMap<>();
    private final Map<String, List<GpuModel>> names = new HashMap<>();

    /** Answers to {@link #facts}, since a catalogue asks the same thousands of times. */
    private final Map<String, Optional<GpuModel>> answers = new ConcurrentHashMap<>();

    private GpuTable() {}

    /** The table that Floria brings. */
    public static GpuTable bundled() {
        try (InputStream in = GpuTable.class.getResourceAsStream("gpus.csv")) {
            if (in == null) {
                throw new IllegalStateException("gpus.csv is not in this build");
            }
            GpuTable table = new GpuTable();
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("model,"))
                    .forEach(table::add);
            return table;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String line) {
        String[] cells = line.split(",", -1);
        GpuModel model =
                new GpuModel(
                        cells[0],
                        cells[1].isEmpty() ? cells[0] : cells[1],
                        cells[2],
                        Long.parseLong(cells[3]) * GIGABYTE,
                        Optional.of(cells[4]).filter(text -> !text.isEmpty()),
                        cells[5]);
        models.put(plain(model.name()), model);
        name(model.name(), model);
        if (!model.family().equals(model.name())) {
            name(model.family(), model);
        }
        for (String alias : cells[6].split("\\|")) {
            if (!alias.isEmpty()) {
                name(alias, model);
            }
        }
    }

    private void name(String name, GpuModel model) {
        names.computeIfAbsent(plain(name), _ -> new ArrayList<>()).add(model);
    }

    /** Every model, in the order of the table. */
    public List<GpuModel> all() {
        return List.copyOf(models.values());
    }

    /** The models that a name stands for: one, a family's, or none that is known. */
    public List<GpuModel> named(String name) {
        return names.getOrDefault(plain(name), List.of());
    }

    /**
     * The model of an offer's GPUs. Where the name is that of a family, the memory decides, and
     * without it the smallest is taken.
     */
    public Optional<GpuModel> facts(Gpus gpus) {
        long whole = gpus.share() < 1 ? 0 : gpus.memory();
        return answers.computeIfAbsent(
                gpus.model() + "/" + whole,
                _ ->
                        named(gpus.model()).stream()
                                .min(
                                        Comparator.<GpuModel>comparingLong(model ->
                                                        whole == 0
                                                                ? 0
                                                                : Math.abs(model.memory() - whole))
                                                .thenComparingLong(GpuModel::memory)));
    }

    /** Whether an offer's GPUs are of a model or family that a person named. */
    public boolean is(Gpus gpus, String wanted) {
        List<GpuModel> meant = named(wanted);
        return meant.isEmpty()
                ? plain(gpus.model()).equals(plain(wanted))
                : facts(gpus).filter(meant::contains).isPresent();
    }

    static String plain(String name) {
        StringBuilder plain = new StringBuilder();
        name.toUpperCase(Locale.ROOT)
                .chars()
                .filter(Character::isLetterOrDigit)
                .forEach(letter -> plain.append((char) letter));
        String text = plain.toString();
        for (String maker : new String[] {"NVIDIA", "TESLA", "AMDINSTINCT", "INSTINCT"}) {
            if (text.startsWith(maker)) {
                text = text.substring(maker.length());
            }
        }
        return text;
    }
}
