package floria.placement.catalogue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table with a line of names, then rows; commas between cells, which may be in double quotes.
 * Empty lines and lines that begin with {@code #} are left out.
 *
 * @param name of the file, for messages
 */
public record Csv(String name, List<Row> rows) {

    /** A mistake in a table, with its place. */
    public static final class Invalid extends RuntimeException {
        Invalid(String name, int line, String what) {
            super(name + " line " + line + ": " + what);
        }
    }

    /** One line. */
    public record Row(String file, int line, Map<String, Integer> columns, List<String> cells) {
        /** The cell of a column; empty when the table does not have it. */
        public String text(String column) {
            Integer at = columns.get(column);
            return at == null || at >= cells.size() ? "" : cells.get(at).strip();
        }

        /** The number in a cell; empty when the cell is. */
        public Optional<BigDecimal> decimal(String column) {
            String text = text(column);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(new BigDecimal(text));
            } catch (NumberFormatException _) {
                throw new Invalid(
                        file, line, "'" + text + "' in column " + column + " is no number");
            }
        }
    }

    /** Reads a table to its end. */
    public static Csv read(String name, Reader text) {
        List<Row> rows = new ArrayList<>();
        Map<String, Integer> columns = new HashMap<>();
        try {
            BufferedReader lines = new BufferedReader(text);
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                List<String> cells = cells(name, number, line);
                if (columns.isEmpty()) {
                    for (int i = 0; i < cells.size(); i++) {
                        columns.put(cells.get(i).strip(), i);
                    }
                } else {
                    rows.add(new Row(name, number, columns, cells));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Csv(name, rows);
    }

    private static List<String> cells(String name, int number, String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        if (quoted) {
            throw new Invalid(name, number, "a quotation does not end");
        }
        cells.add(cell.toString());
        return cells;
    }
}
