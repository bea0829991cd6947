package floria.server.engine;

import java.util.List;
import java.util.random.RandomGenerator;

import floria.site.Fault;

/** What happens next in a random life of a deployment: a wish, a request, or a misfortune. */
sealed interface Act {
    record Up() implements Act {}

    record Word(String word) implements Act {}

    record Memory(int gigabytes) implements Act {}

    record Scale(int count) implements Act {}

    /**
     * @param back how many revisions; as many as there are when it is more
     */
    record Rollback(int back) implements Act {}

    record Heal() implements Act {}

    record Pause() implements Act {}

    record Resume() implements Act {}

    record Cancel() implements Act {}

    record Retry() implements Act {}

    record Skip() implements Act {}

    record Down(boolean keepData, boolean force) implements Act {}

    /** Nothing is asked until all is quiet. */
    record Settle() implements Act {}

    /** Somebody takes a machine away behind the engine's back. */
    record Lose() implements Act {}

    /** The next calls of that name fail, before they do anything or after it. */
    record Trouble(String call, int times, boolean after, Fault.Kind kind) implements Act {}

    /** The next commands exit with a code that is not 0. */
    record Failing(int times) implements Act {}

    /** The next writes find the disk full. */
    record Full(int times) implements Act {}

    /** The power fails so many writes and calls from here. */
    record Crash(int after) implements Act {}

    record Jump(int seconds) implements Act {}

    /** Any of them. */
    static Act any(RandomGenerator random) {
        return switch (random.nextInt(26)) {
            case 0, 1 -> new Up();
            case 2, 3 -> new Word("w" + random.nextInt(3));
            case 4 -> new Memory(1 + random.nextInt(3));
            case 5, 6, 7 -> new Scale(random.nextInt(4));
            case 8 -> new Rollback(1 + random.nextInt(3));
            case 9 -> new Heal();
            case 10 -> new Pause();
            case 11 -> new Resume();
            case 12 -> new Cancel();
            case 13 -> new Retry();
            case 14 -> new Skip();
            case 15, 16 -> new Down(random.nextInt(4) == 0, random.nextInt(4) == 0);
            case 17 -> new Settle();
            case 18 -> new Lose();
            case 19, 20 ->
                    new Trouble(
                            one(
                                    random,
                                    List.of("ensure", "release", "channel", "observe", "change")),
                            1 + random.nextInt(6),
                            random.nextBoolean(),
                            one(
                                    random,
                                    List.of(
                                            Fault.Kind.TRANSIENT,
                                            Fault.Kind.TRANSIENT,
                                            Fault.Kind.AUTHORIZATION)));
            case 21 -> new Failing(1 + random.nextInt(3));
            case 22 -> new Full(1 + random.nextInt(4));
            case 23, 24 -> new Crash(1 + random.nextInt(30));
            default -> new Jump(random.nextInt(-4_000, 4_000));
        };
    }

    private static <T> T one(RandomGenerator random, List<T> several) {
        return several.get(random.nextInt(several.size()));
    }
}
