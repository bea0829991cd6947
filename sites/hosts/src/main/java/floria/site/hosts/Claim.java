package floria.site.hosts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import floria.site.Key;
import floria.site.ResourceSpec;
import floria.site.ResourceSpec.Labels;
import floria.site.ResourceSpec.Machine;

/**
 * A resource as its host has it: the line that {@code list.sh} prints.
 *
 * @param cpus in thousandths
 * @param memory in KiB
 * @param whole whether nobody else gets a share of the host
 * @param gpus ids of its GPUs
 * @param user whom its programs run as, where it is one of its own
 * @param portNames in the order of {@code ports}
 * @param print of all that the machine was asked to be
 */
record Claim(
        Key key,
        boolean stopped,
        long cpus,
        long memory,
        boolean whole,
        List<String> gpus,
        List<Integer> ports,
        Optional<String> user,
        Labels labels,
        List<String> portNames,
        String print) {

    /** Empty for a line that was not written by Floria. */
    static Optional<Claim> parse(String line) {
        String[] words = line.split(" ");
        Optional<Key> key = words.length == 9 ? Key.parse(words[0]) : Optional.empty();
        String[] texts = words.length == 9 ? words[8].split("\\.", -1) : new String[0];
        if (key.isEmpty() || texts.length != 5) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Claim(
                            key.get(),
                            words[1].equals("stopped"),
                            Long.parseLong(words[2]),
                            Long.parseLong(words[3]),
                            words[4].equals("1"),
                            list(words[5]),
                            list(words[6]).stream().map(Integer::valueOf).toList(),
                            Optional.of(words[7]).filter(user -> !user.equals("-")),
                            new Labels(decoded(texts[0]), decoded(texts[1]), decoded(texts[2])),
                            texts[3].isEmpty()
                                    ? List.of()
                                    : Arrays.asList(decoded(texts[3]).split("\n", -1)),
                            texts[4]));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static List<String> list(String text) {
        return text.equals("-") ? List.of() : List.of(text.split(","));
    }

    /** What the claim keeps of the request besides numbers, as one word. */
    static String text(ResourceSpec spec) {
        Labels labels = spec.labels();
        List<String> names =
                spec instanceof Machine machine
                        ? machine.ports().stream().map(ResourceSpec.Port::name).toList()
                        : List.of();
        return String.join(
                ".",
                encoded(labels.project()),
                encoded(labels.deployment()),
                encoded(labels.node()),
                encoded(String.join("\n", names)),
                print(spec));
    }

    /** The same for machines that differ in nothing but labels. */
    static String print(ResourceSpec spec) {
        if (!(spec instanceof Machine machine)) {
            return "-";
        }
        String all =
                String.join(
                        "\n",
                        machine.offer(),
                        machine.hardware().toString(),
                        machine.image().toString(),
                        machine.hostname(),
                        machine.ports().toString(),
                        machine.networks().toString(),
                        machine.mounts().toString());
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String text) {
        return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    }
}
