using System.CommandLine;
using EventLoopLab.Lab;
using EventLoopLab.Output;
using Spectre.Console;

const int Failed = 1;
const int WrongUse = 2;

var names = new Argument<string[]>("name")
{
    Description = "The programs to run, as in gather. Without one: all of them.",
    Arity = ArgumentArity.ZeroOrMore,
};
names.Validators.Add(argument =>
{
    foreach (string unknown in argument.Tokens.Select(token => token.Value).Where(name => LabCatalog.Find(name) is null))
    {
        argument.AddError(unknown.StartsWith('-')
            ? $"There is no option '{unknown}'."
            : $"There is no program '{unknown}'. There is: {string.Join(", ", LabCatalog.Programs.Select(program => program.Name))}.");
    }
});
var json = new Option<bool>("--json") { Description = "Write one JSON document instead of text.", Recursive = true };

var list = new Command("list", "List the programs.");
list.SetAction(result => Output(result.GetValue(json)).List(LabCatalog.Programs));

var program = new Argument<string>("program");
var arguments = new Argument<string[]>("argument") { Arity = ArgumentArity.ZeroOrMore };
var child = new Command(LabProcess.Command, "Runs the part of a program that needs a process of its own. The programs start it themselves.")
{
    Hidden = true,
};
child.Arguments.Add(program);
child.Arguments.Add(arguments);
child.SetAction(result => LabCatalog.Find(result.GetValue(program)!)?.RunInChild(result.GetValue(arguments) ?? []) ?? WrongUse);

var root = new RootCommand(
    "Runs the small programs that teach concurrency, in several variants each, and measures what their authors claim. "
    + "The exit code is 0 when every claim holds, 1 when one does not, 2 for a wrong command line.");
root.Arguments.Add(names);
root.Options.Add(json);
root.Subcommands.Add(list);
root.Subcommands.Add(child);
root.SetAction(async (result, cancellationToken) =>
{
    string[] wanted = result.GetValue(names) ?? [];
    IReadOnlyList<LabProgram> programs = wanted.Length == 0
        ? LabCatalog.Programs
        : [.. wanted.Select(name => LabCatalog.Find(name)!).Distinct()];
    return await LabRunner.RunAsync(programs, Output(result.GetValue(json)), cancellationToken) ? 0 : Failed;
});

ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (string error in parsed.Errors.Select(error => error.Message).Distinct())
    {
        Console.Error.WriteLine(error);
    }

    Console.Error.WriteLine("Try --help.");
    return WrongUse;
}

return await parsed.InvokeAsync();

static ILabOutput Output(bool json)
{
    if (json)
    {
        return new JsonOutput(Console.Out);
    }

    bool isPlain = Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") == "dumb";
    return isPlain ? new PlainOutput(Console.Out) : new TerminalOutput(AnsiConsole.Console);
}
