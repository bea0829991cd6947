package floria.cli.progress;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import tools.jackson.databind.JsonNode;

import floria.cli.api.Json;
import floria.cli.screen.Screen;
import floria.cli.screen.Symbols;
import floria.cli.screen.Texts;

/**
 * Draws the board in place, ten times a second, as wide as the terminal is at the time. Safe for
 * use by many threads.
 */
final class LiveProgress implements Progress {
    private static final Duration FRAME = Duration.ofMillis(100);
    private static final int FRAMES_PER_SIZE = 10;
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String CLEAR_LINE = "\u001b[2K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final Screen screen;
    private final InstantSource clock;
    private final Board board = new Board();
    private final Thread painter;
    private Screen.Size size;
    private Duration ahead = Duration.ZERO;
    private int tick;
    private int drawn;
    private boolean begun;
    private boolean closed;

    LiveProgress(Screen screen, InstantSource clock) {
        this.screen = screen;
        this.clock = clock;
        this.size = screen.size();
        this.painter = Thread.ofVirtual().start(this::paint);
    }

    @Override
    public synchronized void begin(JsonNode details) {
        board.begin(details);
        begun = true;
        screen.out().print(HIDE_CURSOR);
        draw();
    }

    @Override
    public synchronized void event(JsonNode event) {
        // The server's clock may differ; the running times are by it.
        Json.instant(event, "at").ifPresent(at -> ahead = Duration.between(clock.instant(), at));
        board.event(event);
    }

    @Override
    public void close() {
        painter.interrupt();
        synchronized (this) {
            if (!closed && begun) {
                draw();
                screen.out().print(SHOW_CURSOR);
                screen.out().flush();
            }
            closed = true;
        }
    }

    private void paint() {
        try {
            while (true) {
                Thread.sleep(FRAME);
                if (tick % FRAMES_PER_SIZE == FRAMES_PER_SIZE - 1) {
                    Screen.Size now = screen.size();
                    synchronized (this) {
                        size = now;
                    }
                }
                synchronized (this) {
                    tick++;
                    if (begun && !closed) {
                        draw();
                    }
                }
            }
        } catch (InterruptedException e) {
            // The run is over.
        }
    }

    private void draw() {
        Instant now = clock.instant().plus(ahead);
        List<String> lines =
                board.lines(now, tick, screen.style(), Symbols.of(screen), size.rows() - 1);
        StringBuilder frame = new StringBuilder();
        if (drawn > 0) {
            frame.append("\u001b[").append(drawn).append('A');
        }
        for (String line : lines) {
            // One column stays free: some terminals wrap a line that ends at the edge.
            frame.append('\r')
                    .append(CLEAR_LINE)
                    .append(Texts.fit(line, size.columns() - 1))
                    .append('\n');
        }
        frame.append(CLEAR_BELOW);
        drawn = lines.size();
        screen.out().print(frame);
        screen.out().flush();
    }
}
