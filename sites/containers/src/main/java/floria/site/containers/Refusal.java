package floria.site.containers;

/** The engine answered, and its answer is no. */
final class Refusal extends RuntimeException {
    private final int status;

    Refusal(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }

    /** The engine's own words. */
    String words() {
        return String.valueOf(getMessage());
    }
}
