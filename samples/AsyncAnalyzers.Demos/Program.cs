using System.CommandLine;
using AsyncAnalyzers.Demos;
using AsyncAnalyzers.Demos.Measuring;
using AsyncAnalyzers.Demos.Output;
using AsyncAnalyzers.Demos.Sources;
using Spectre.Console;

const int Failed = 1;
const int WrongUse = 2;

var ids = new Argument<string[]>("id")
{
    Description = "The rules to demonstrate, as in ASYNC1001. Without one: all of them.",
    Arity = ArgumentArity.ZeroOrMore,
};
ids.Validators.Add(argument =>
{
    foreach (string unknown in argument.Tokens.Select(token => token.Value).Where(id => Find(id) is null))
    {
        argument.AddError(unknown.StartsWith('-')
            ? $"There is no option '{unknown}'."
            : $"There is no demo for '{unknown}'. There is: {string.Join(", ", RuleCatalog.Demos.Select(demo => demo.Id))}.");
    }
});
var noRun = new Option<bool>("--no-run") { Description = "Show the message and the diff only; run and measure nothing." };
var json = new Option<bool>("--json") { Description = "Write one JSON document instead of text.", Recursive = true };

var list = new Command("list", "List the demos.");
list.SetAction(result => Output(result.GetValue(json)).List(RuleCatalog.Demos));

var id = new Argument<string>("id");
var half = new Argument<string>("half");
var runHalf = new Command(ChildProcess.Command, "Runs one half of a demo that hangs. The demos start it themselves.") { Hidden = true };
runHalf.Arguments.Add(id);
runHalf.Arguments.Add(half);
runHalf.SetAction(result => Find(result.GetValue(id)!)?.RunInChild(result.GetValue(half)!) ?? WrongUse);

var root = new RootCommand(
    "Shows, for each rule of AsyncAnalyzers, the code that it flags, the diff that its code fix makes, and what running "
    + "the flawed and the repaired code measured. The exit code is 0 when every harm and every repair has shown, "
    + "1 when one has not, 2 for a wrong command line.");
root.Arguments.Add(ids);
root.Options.Add(noRun);
root.Options.Add(json);
root.Subcommands.Add(list);
root.Subcommands.Add(runHalf);
root.SetAction(async (result, cancellationToken) =>
{
    string[] wanted = result.GetValue(ids) ?? [];
    Demo[] demos = wanted.Length == 0 ? [.. RuleCatalog.Demos] : [.. wanted.Select(id => Find(id)!).Distinct()];
    return await DemoRunner.RunAsync(demos, !result.GetValue(noRun), Output(result.GetValue(json)), cancellationToken) ? 0 : Failed;
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

static Demo? Find(string id) => RuleCatalog.Demos.FirstOrDefault(demo => string.Equals(demo.Id, id, StringComparison.OrdinalIgnoreCase));

static IDemoOutput Output(bool json)
{
    if (json)
    {
        return new JsonOutput(Console.Out);
    }

    bool isPlain = Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") == "dumb";
    return isPlain ? new PlainOutput(Console.Out) : new TerminalOutput(AnsiConsole.Console);
}
