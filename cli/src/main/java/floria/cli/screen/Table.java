package floria.cli.screen;

import java.util.ArrayList;
import java.util.List;

/** Columns under headings, as wide as their widest cell; the last one takes what is left. */
public final class Table {
    private static final String GAP = "  ";

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headings) {
        this.headings = List.of(headings);
    }

    /** Adds a row; cells may carry colours. */
    public Table row(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells under " + headings.size() + " headings");
        }
        rows.add(List.of(cells));
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /**
     * The lines, headings first; a column that has no cell with text is left out.
     *
     * @param indent before each line
     */
    public List<String> lines(Screen screen, String indent) {
        int columns = screen.size().columns();
        Style style = screen.style();
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < headings.size(); i++) {
            int column = i;
            if (rows.stream().anyMatch(row -> !row.get(column).isEmpty())) {
                shown.add(i);
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(Texts.fit(style.faint(line(headings, shown, indent)), columns));
        for (List<String> row : rows) {
            lines.add(Texts.fit(line(row, shown, indent), columns));
        }
        return lines;
    }

    /** Prints the table, if there is anything in it. */
    public void print(Screen screen, String indent) {
        if (!isEmpty()) {
            lines(screen, indent).forEach(screen.out()::println);
        }
    }

    private String line(List<String> cells, List<Integer> shown, String indent) {
        StringBuilder line = new StringBuilder(indent);
        for (int i = 0; i < shown.size(); i++) {
            String cell = cells.get(shown.get(i));
            boolean last = i == shown.size() - 1;
            line.append(last ? cell : Texts.pad(cell, widthOf(shown.get(i))) + GAP);
        }
        return line.toString().stripTrailing();
    }

    private int widthOf(int column) {
        int width = Texts.width(headings.get(column));
        for (List<String> row : rows) {
            width = Math.max(width, Texts.width(row.get(column)));
        }
        return width;
    }
}
