package floria.server.template;

import java.util.List;
import java.util.Objects;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import floria.engine.deployment.Deployments;
import floria.engine.deployment.Request;
import floria.engine.state.Scope;
import floria.profiles.Profiles;
import floria.server.problem.Problems;
import floria.server.problem.Problems.TemplateProblem;
import floria.tosca.Tosca;
import floria.tosca.problem.Problem;
import floria.tosca.source.Bundle;
import floria.tosca.source.Sources;

/** Checks and plans; changes nothing. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Templates", description = "Check a template, and see what it would lead to.")
public class TemplateController {
    private final Deployments deployments;

    public TemplateController(Deployments deployments) {
        this.deployments = deployments;
    }

    /** What is wrong with a template; valid when that is warnings at most. */
    public record Verdict(boolean valid, List<TemplateProblem> problems) {}

    @PostMapping("/validate")
    @Operation(
            summary = "Lists all problems of a template or an archive of one",
            description =
                    "What real templates contain although the language forbids it is a warning,"
                            + " and with strict=true an error.")
    Verdict validate(
            @RequestBody TemplateRequest template,
            @RequestParam(defaultValue = "false") boolean strict) {
        List<Problem> problems =
                deployments.validate(template.toRequest()).stream()
                        .map(problem -> strict ? problem.strictly() : problem)
                        .toList();
        return new Verdict(problems.stream().noneMatch(Problem::isError), Problems.of(problems));
    }

    @PostMapping("/outlines")
    @Operation(
            summary = "Says what a template is made of: inputs, nodes, outputs, problems",
            description = "Inputs in the request are not looked at.")
    OutlineView outline(@RequestBody TemplateRequest template) {
        Request request = template.toRequest();
        Sources files = Bundle.of(request.files().values());
        return OutlineView.of(
                Tosca.read(
                        Objects.requireNonNull(request.files().get(request.template())),
                        files.or(new Profiles())));
    }

    @PostMapping("/plans")
    @Operation(summary = "Places and plans, and changes nothing")
    PlanView plan(Scope scope, @RequestBody TemplateRequest template) {
        return PlanView.of(deployments.plan(scope, template.toRequest()));
    }

    @PostMapping("/placements")
    @Operation(summary = "Says what would run where, at what price and why, and changes nothing")
    PlacementView place(Scope scope, @RequestBody TemplateRequest template) {
        return PlacementView.of(deployments.plan(scope, template.toRequest()).placement());
    }
}
