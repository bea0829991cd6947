package floria.tosca;

import java.util.List;
import java.util.Optional;

import floria.tosca.model.Topology;
import floria.tosca.problem.Problem;
import floria.tosca.source.Source;

/**
 * What came of reading a template.
 *
 * @param topology present unless there are errors
 * @param problems in the order of files and lines
 * @param sources every source that the topology rests on: the template first, then imports and the
 *     files of artifacts
 */
public record Reading(Optional<Topology> topology, List<Problem> problems, List<Source> sources) {
    public Reading {
        problems = List.copyOf(problems);
        sources = List.copyOf(sources);
    }

    /**
     * The scripts that are not there: a template without them is valid, but its operations cannot
     * run.
     */
    public List<Problem> missingFiles() {
        return problems.stream()
                .filter(problem -> problem.code().equals("file-not-found"))
                .toList();
    }

    public boolean hasErrors() {
        return problems.stream().anyMatch(Problem::isError);
    }
}
