package floria.profiles.corpus;

import java.util.List;

import floria.tosca.problem.Problem;

/**
 * What came of reading a file.
 *
 * @param right whether the outcome is the known one
 * @param missing what the known outcome has and reading did not find
 */
record Verdict(Entry entry, boolean right, List<String> missing, List<Problem> problems) {}
