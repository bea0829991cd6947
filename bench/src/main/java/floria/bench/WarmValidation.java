package floria.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import floria.tosca.Tosca;
import floria.tosca.source.Source;

/**
 * How long a process that has read templates before, as a server and an editor have, takes for one
 * more.
 */
public final class WarmValidation {
    private static final int BEFORE = 3000;
    private static final int COUNTED = 1000;

    private WarmValidation() {}

    /** Prints the median of one file, and what all but one of a hundred stay within. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        Source source = new Source("file:" + file, Files.readAllBytes(file));
        long[] nanos = new long[COUNTED];
        for (int i = -BEFORE; i < COUNTED; i++) {
            long start = System.nanoTime();
            Tosca.read(source, (_, _) -> Optional.empty());
            nanos[Math.max(0, i)] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "warm: median %.2f ms, of a hundred ninety-nine within %.2f ms%n",
                nanos[COUNTED / 2] / 1e6,
                nanos[COUNTED * 99 / 100] / 1e6);
    }
}
