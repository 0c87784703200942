using System.CommandLine;
using AsyncAnalyzers.Showcase.Output;
using AsyncAnalyzers.Showcase.Recording;
using AsyncAnalyzers.Showcase.Reports;
using EventLoopLab.Lab;
using EventLoopLab.Output;
using EventLoopLab.Running;

Argument<string[]> names = CommandLine.Names(
    "name",
    "The programs to run, as in gather. Without one: all of them.",
    () => LabCatalog.Programs.Select(program => program.Name),
    "There is no program '{0}'.");
Option<bool> json = CommandLine.Json();
Option<string> language = CommandLine.Language(LabTexts.Languages.Select(texts => texts.Language));
Option<FileInfo?> report = ReportFile.Option();

var list = new Command("list", "List the programs.");
list.SetAction(result => Output(result).List(LabCatalog.Programs));

var program = new Argument<string>("program");
var arguments = new Argument<string[]>("argument") { Arity = ArgumentArity.ZeroOrMore };
var child = new Command(LabProgram.ChildCommand, "Runs the part of a program that needs a process of its own. The programs start it themselves.")
{
    Hidden = true,
};
child.Arguments.Add(program);
child.Arguments.Add(arguments);
child.SetAction(result =>
{
    ChildRecorder.StartIfAsked();
    return LabCatalog.Find(result.GetValue(program)!)?.RunInChild(result.GetValue(arguments) ?? []) ?? CommandLine.WrongUse;
});

var root = new RootCommand(
    "Runs the small programs that teach concurrency, in several variants each, and measures what their authors claim. "
    + "The exit code is 0 when every claim holds, 1 when one does not, 2 for a wrong command line.");
root.Arguments.Add(names);
root.Options.Add(json);
root.Options.Add(language);
root.Options.Add(report);
root.Subcommands.Add(list);
root.Subcommands.Add(child);
root.SetAction(async (result, cancellationToken) =>
{
    string[] wanted = result.GetValue(names) ?? [];
    IReadOnlyList<LabProgram> programs = wanted.Length == 0
        ? LabCatalog.Programs
        : [.. wanted.Select(name => LabCatalog.Find(name)!).Distinct()];
    ILabOutput output = Output(result);
    using Recorder? recorder = result.GetValue(report) is null ? null : new Recorder();
    output = recorder is null ? output : new ReportOutput(output, recorder, result.GetValue(report)!, result.GetValue(json), TextsOf(result));
    return await LabRunner.RunAsync(programs, output, cancellationToken) ? 0 : CommandLine.Failed;
});

return await CommandLine.InvokeAsync(root, args);

Texts TextsOf(ParseResult result) => LabTexts.Languages.First(texts => texts.Language == result.GetValue(language));

ILabOutput Output(ParseResult result)
{
    Texts texts = TextsOf(result);
    return OutputChoice.Of<ILabOutput>(
        result.GetValue(json),
        writer => new JsonOutput(writer, texts),
        writer => new PlainOutput(writer, texts),
        console => new TerminalOutput(console, texts));
}
