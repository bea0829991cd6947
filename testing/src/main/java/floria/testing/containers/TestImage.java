package floria.testing.containers;

import java.nio.file.Path;

/**
 * An image that fixtures make without any registry.
 *
 * @param name as the engine knows it
 */
public sealed interface TestImage {

    String name();

    /** Nothing but busybox: starts at once. */
    record Busybox() implements TestImage {
        @Override
        public String name() {
            return "localhost/busybox:latest";
        }
    }

    /** Debian 12 as small as it gets, from its package archive. */
    record Debian() implements TestImage {
        @Override
        public String name() {
            return "localhost/debian:12";
        }
    }

    /** Debian 12 with what the examples need, built by {@code lab-image.sh}. */
    record Lab() implements TestImage {
        @Override
        public String name() {
            return "localhost/floria-lab:12";
        }
    }

    /** A root file system as a tar, taken as it is. */
    record Tar(String name, Path file) implements TestImage {}
}
