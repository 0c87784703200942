using System.CommandLine;
using AsyncAnalyzers.Demos;
using AsyncAnalyzers.Demos.Measuring;
using AsyncAnalyzers.Demos.Output;
using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Recording;
using AsyncAnalyzers.Showcase.Reports;

Argument<string[]> ids = CommandLine.Names(
    "id",
    "The rules to demonstrate, as in ASYNC1001. Without one: all of them.",
    () => DemoCatalog.Demos.Select(demo => demo.Id),
    "There is no demo for '{0}'.");
var noRun = new Option<bool>("--no-run") { Description = "Show the message and the diff only; run and measure nothing." };
Option<bool> json = CommandLine.Json();
Option<FileInfo?> report = ReportFile.Option();

var list = new Command("list", "List the demos.");
list.SetAction(result => Output(result.GetValue(json)).List(DemoCatalog.Demos));

var id = new Argument<string>("id");
var half = new Argument<string>("half");
var runHalf = new Command(ChildProcess.Command, "Runs one half of a demo that hangs. The demos start it themselves.") { Hidden = true };
runHalf.Arguments.Add(id);
runHalf.Arguments.Add(half);
runHalf.SetAction(result =>
{
    ChildRecorder.StartIfAsked();
    return DemoCatalog.Find(result.GetValue(id)!)?.RunInChild(result.GetValue(half)!) ?? CommandLine.WrongUse;
});

var root = new RootCommand(
    "Shows, for each rule of AsyncAnalyzers, the code that it flags, the diff that its code fix makes, and what running "
    + "the flawed and the repaired code measured. The exit code is 0 when every harm and every repair has shown, "
    + "1 when one has not, 2 for a wrong command line.");
root.Arguments.Add(ids);
root.Options.Add(noRun);
root.Options.Add(json);
root.Options.Add(report);
root.Subcommands.Add(list);
root.Subcommands.Add(runHalf);
root.SetAction(async (result, cancellationToken) =>
{
    string[] wanted = result.GetValue(ids) ?? [];
    Demo[] demos = wanted.Length == 0 ? [.. DemoCatalog.Demos] : [.. wanted.Select(id => DemoCatalog.Find(id)!).Distinct()];
    IDemoOutput output = Output(result.GetValue(json));
    using Recorder? recorder = result.GetValue(report) is null ? null : new Recorder();
    output = recorder is null ? output : new ReportOutput(output, recorder, result.GetValue(report)!, result.GetValue(json));
    return await DemoRunner.RunAsync(demos, !result.GetValue(noRun), output, cancellationToken) ? 0 : CommandLine.Failed;
});

return await CommandLine.InvokeAsync(root, args);

static IDemoOutput Output(bool json)
    => OutputChoice.Of<IDemoOutput>(json, writer => new JsonOutput(writer), writer => new PlainOutput(writer), console => new TerminalOutput(console));
