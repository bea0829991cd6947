package floria.tosca.yaml;

/** The tags of the YAML 1.2 core schema that plain scalars resolve to (YAML 1.2.2 §10.3.2). */
public enum Core {
    NULL,
    BOOL,
    INT,
    FLOAT,
    STRING;

    static Core of(String text) {
        if (text.isEmpty()) {
            return NULL;
        }
        char first = text.charAt(0);
        return switch (first) {
            case '~' -> text.length() == 1 ? NULL : STRING;
            case 'n', 'N' -> isWord(text, "null") ? NULL : STRING;
            case 't', 'T' -> isWord(text, "true") ? BOOL : STRING;
            case 'f', 'F' -> isWord(text, "false") ? BOOL : STRING;
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '-', '.' -> number(text);
            default -> STRING;
        };
    }

    private static boolean isWord(String text, String word) {
        return text.equals(word)
                || text.equals(word.toUpperCase(java.util.Locale.ROOT))
                || (text.length() == word.length()
                        && text.charAt(0) == Character.toUpperCase(word.charAt(0))
                        && text.regionMatches(1, word, 1, word.length() - 1));
    }

    private static Core number(String text) {
        if (text.startsWith("0o")) {
            return digits(text, 2, 8) ? INT : STRING;
        }
        if (text.startsWith("0x")) {
            return digits(text, 2, 16) ? INT : STRING;
        }
        char first = text.charAt(0);
        int at = first == '+' || first == '-' ? 1 : 0;
        String rest = text.substring(at);
        if (isWord(rest, ".inf") || rest.equals(".Inf") || (at == 0 && isNan(rest))) {
            return FLOAT;
        }
        int whole = run(text, at);
        int end = whole;
        boolean real = false;
        int fraction = whole;
        if (end < text.length() && text.charAt(end) == '.') {
            real = true;
            fraction = run(text, end + 1);
            end = fraction;
            fraction -= whole + 1;
        } else {
            fraction = 0;
        }
        if (whole == at && fraction == 0) {
            return STRING;
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            real = true;
            int exponent = end + 1;
            if (exponent < text.length()
                    && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
                exponent++;
            }
            end = run(text, exponent);
            if (end == exponent) {
                return STRING;
            }
        }
        return end < text.length() ? STRING : real ? FLOAT : INT;
    }

    private static boolean isNan(String text) {
        return text.equals(".nan") || text.equals(".NaN") || text.equals(".NAN");
    }

    private static int run(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    private static boolean digits(String text, int from, int radix) {
        for (int i = from; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), radix) < 0) {
                return false;
            }
        }
        return text.length() > from;
    }
}
