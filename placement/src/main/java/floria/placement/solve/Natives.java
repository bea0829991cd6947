package floria.placement.solve;

import java.util.Optional;

import com.google.ortools.Loader;

/** The native library of OR-Tools, loaded when it is first asked for. */
final class Natives {
    private Natives() {}

    private static final class Loaded {
        static final Optional<String> FAULT = load();

        private static Optional<String> load() {
            try {
                Loader.loadNativeLibraries();
                return Optional.empty();
            } catch (LinkageError | RuntimeException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Why it cannot be had on this machine; empty when it is there. */
    static Optional<String> fault() {
        return Loaded.FAULT;
    }
}
