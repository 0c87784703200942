using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Unobserved;

using static SyntaxFactory;

/// <summary>
/// Awaits the task where it is made, at the end of the block, or all of them together; awaits the winner of a race, and cancels the loser.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ASYNC2008TaskNeverObservedCodeFix))]
public sealed class ASYNC2008TaskNeverObservedCodeFix : AsyncCodeFix
{
    /// <summary>
    /// What such a method starts goes on for as long as the code behind it needs it: an await right here might never end.
    /// </summary>
    private static readonly string[] NamesOfLongWork =
        { "Run", "Wait", "Listen", "Watch", "Serve", "Accept", "Receive", "Consume", "Poll", "Monitor" };

    public ASYNC2008TaskNeverObservedCodeFix()
        : base(ASYNC2008TaskNeverObservedAnalyzer.Id)
    {
    }

    private protected override async Task<IReadOnlyList<Repair>> FindRepairsAsync(
        RepairRequest request, CancellationToken cancellationToken)
    {
        var repairs = new List<Repair>();
        if (request.Node is VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax field } declarator)
        {
            if (UnobservedTask.Find(field, request.ModelFor(cancellationToken)) is not null
                && FieldDiscarding.TryApply(declarator, request.Root, request.ModelFor(cancellationToken)) is { } root)
            {
                repairs.Add(new Repair($"Discard the task and remove '{declarator.Identifier.ValueText}'", "ASYNC2008.DiscardField", _
                    => Task.FromResult<Solution?>(
                    request.Document.WithSyntaxRoot(root).Project.Solution)));
            }

            return repairs;
        }

        if (TaskAt(request, cancellationToken) is not { } found)
        {
            return repairs;
        }

        (SyntaxNode trigger, UnobservedTask task) = found;
        if (task.Kind == UnobservedTaskKind.RestartedSequence)
        {
            var query = (ExpressionSyntax)task.Place.AsNode()!;
            Solution kept = request.Document.WithSyntaxRoot(request.Root.ReplaceNode(query, Kept(query))).Project.Solution;
            repairs.Add(new Repair("Store the tasks with 'ToArray'", "ASYNC2008.Keep", _ => Task.FromResult<Solution?>(kept)));
            return repairs;
        }

        SourceText text = await request.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        foreach ((Phrase title, string key, NodeEdit edit, SyntaxNode place) in EditsFor(trigger, task, request, text, cancellationToken))
        {
            if (AwaitPlacement.ObstacleAt(place, request.ModelFor(cancellationToken)) == AwaitObstacle.None
                && FunctionSyntax.Enclosing(place) is { } function
                && await MakeAsync.PlanAsync(request.Document, function, cancellationToken).ConfigureAwait(false) is { } plan)
            {
                repairs.Add(new Repair(RepairTitle.WithAsync(title, plan), "ASYNC2008." + key, async ct
                    => await plan.ApplyAsync(edit, ct).ConfigureAwait(false)));
            }
        }

        return repairs;
    }

    /// <summary><c>query.ToArray()</c>.</summary>
    private static ExpressionSyntax Kept(ExpressionSyntax query)
    {
        ExpressionSyntax operand = query is QueryExpressionSyntax ? ParenthesizedExpression(query.WithoutTrivia())
            : query.WithoutTrailingTrivia();
        return InvocationExpression(MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, operand,
            IdentifierName("ToArray"))).WithTriviaFrom(query);
    }

    /// <summary>What was reported: looked for again from the flagged node outwards.</summary>
    private static (SyntaxNode Trigger, UnobservedTask Task)? TaskAt(RepairRequest request, CancellationToken cancellationToken)
    {
        foreach (SyntaxNode node in request.Node.AncestorsAndSelf().TakeWhile(node => node is not MemberDeclarationSyntax))
        {
            SyntaxNode? trigger = node switch
            {
                VariableDeclaratorSyntax or ExpressionStatementSyntax => node,
                AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax } => node,
                ArgumentSyntax { Parent: TupleExpressionSyntax } => node,
                InvocationExpressionSyntax race when CallSyntax.CalledName(race) == "WhenAny" => CallSyntax.CalledNameSyntax(race),
                _ => null,
            };
            if (trigger is not null
                && UnobservedTask.Find(trigger, request.ModelFor(cancellationToken)) is { } task
                && task.Place.Span.Contains(request.Node.Span)
                | (trigger is VariableDeclaratorSyntax && trigger == request.Node))
            {
                return (trigger, task);
            }
        }

        return null;
    }

    private static IEnumerable<(Phrase Title, string Key, NodeEdit Edit, SyntaxNode Place)> EditsFor(
        SyntaxNode trigger, UnobservedTask task, RepairRequest request, SourceText text, CancellationToken cancellationToken)
    {
        bool configure = ConfigureAwaitHabit.IsFalse(request.Root);
        StatementSyntax statement = trigger.FirstAncestorOrSelf<StatementSyntax>()!;
        int declared = statement is LocalDeclarationStatementSyntax declaration ? declaration.Declaration.Variables.Count : 1;
        bool isTask = request.Model.GetTypeInfo(task.Call, cancellationToken).Type.IsTask(request.Types);
        ExpressionSyntax? value = trigger switch
        {
            VariableDeclaratorSyntax declarator => declarator.Initializer!.Value,
            AssignmentExpressionSyntax assignment => assignment.Right,
            ArgumentSyntax element => element.Expression,
            _ => null,
        };
        bool isConfigured = value is not null && CallSyntax.IsConfigured(value);
        bool mayBeNull = value is not null && value.DescendantNodesAndSelf(node
            => node is not AnonymousFunctionExpressionSyntax).OfType<ConditionalAccessExpressionSyntax>().Any();

        switch (task.Kind)
        {
            case UnobservedTaskKind.NeverRead when trigger is VariableDeclaratorSyntax local
                && declared == 1
                && !VariableMentions.Of(local, request.Model).Any()
                && !mayBeNull:
                if (!IsLongWork(task.Call))
                {
                    yield return Replace(RepairTitle.Await(value!), "Await", value!, configure && !isConfigured);
                }

                if (AtTheEnd(task.Variable!, onlyBehind: !IsLongWork(task.Call)) is { } atTheEnd)
                {
                    yield return atTheEnd;
                }

                break;
            case UnobservedTaskKind.NeverRead when trigger is ArgumentSyntax:
                if (!mayBeNull && declared == 1 && AtTheEnd(task.Variable!, onlyBehind: false) is { } element)
                {
                    yield return element;
                }

                break;
            case UnobservedTaskKind.NeverRead or UnobservedTaskKind.Overwritten when !mayBeNull && declared == 1 && !IsLongWork(task.Call):
            case UnobservedTaskKind.OverwrittenAtTimes or UnobservedTaskKind.OverwrittenInLoop when !mayBeNull
                && declared == 1
                && isTask
                && !IsLongWork(task.Call):
                StatementSyntax awaited = Await(IdentifierName(task.Variable!), configure && !isConfigured);
                if (Behind(statement, $"Await '{task.Variable!}' first", awaited) is { } behind)
                {
                    yield return behind;
                }

                break;
            case UnobservedTaskKind.Collection when UnobservedCollection.SequenceIn(value!) is null:
                if (declared == 1 && IsSequenceOfTasks() && AtTheEnd(task.Variable!, onlyBehind: false, all: true) is { } all)
                {
                    yield return all;
                }

                break;
            case UnobservedTaskKind.Collection or UnobservedTaskKind.LazySequence or UnobservedTaskKind.Sequence when declared == 1
                && UnobservedCollection.SequenceIn((ExpressionSyntax)task.Place.AsNode()!) is { } sequence && ElementsAreTasks(sequence):
                if (value is null || !VariableMentions.Of((VariableDeclaratorSyntax)trigger, request.Model).Any())
                {
                    yield return Replace("Await 'Task.WhenAll'", "WhenAll", WhenAll(sequence.WithoutTrivia()), configure);
                }

                break;
            case UnobservedTaskKind.WonRace when task.Variable is { } work && WinnersPlace(task, request) is { } winner:
                yield return (winner.Title, "AwaitWinner", new NodeEdit(request.Document.Id, winner.Block, node
                    => winner.Insert((BlockSyntax)node, Await(IdentifierName(work), configure), text)), winner.Block);
                break;
            case UnobservedTaskKind.Race when WaitAsync(task, request, cancellationToken) is { } wait:
                yield return Replace(WaitEditing.ThrowingTitle, "WaitAsync", wait, configure);
                break;
        }

        if (task.Kind is UnobservedTaskKind.Race or UnobservedTaskKind.WonRace
            && RaceCancellation.Of(task, request, configure, text, cancellationToken) is { } cancellation)
        {
            yield return ("Cancel the loser and await the winner", "CancelLoser", cancellation.EditIn(request.Document), cancellation.Race);
        }

        (Phrase, string, NodeEdit, SyntaxNode) Replace(Phrase title, string key, ExpressionSyntax operand, bool configureAwaitFalse)
        {
            StatementSyntax replaced = task.Kind == UnobservedTaskKind.Race
                ? task.Evidence!.FirstAncestorOrSelf<StatementSyntax>()!
                : statement;
            return (title, key, new NodeEdit(request.Document.Id, replaced, node
                => AwaitSyntax.StatementInPlaceOf((StatementSyntax)node, operand, configureAwaitFalse)), replaced);
        }

        (Phrase, string, NodeEdit, SyntaxNode)? Behind(StatementSyntax before, Phrase title, StatementSyntax added)
        {
            if (before.Parent is not BlockSyntax block)
            {
                return null;
            }

            int index = block.Statements.IndexOf(before);
            return (title, "AwaitFirst", new NodeEdit(request.Document.Id, block, node
                => StatementInsertion.After((BlockSyntax)node, index, added, Indentation.Of(before, text))), before);
        }

        (Phrase, string, NodeEdit, SyntaxNode)? AtTheEnd(string name, bool onlyBehind, bool all = false)
        {
            if (statement.Parent is not BlockSyntax block
                || block.Statements.IndexOf(statement) is var start
                && StatementInsertion.EndOf(block, start) is not { } end
                || (onlyBehind && end == start))
            {
                return null;
            }

            ExpressionSyntax kept = name.Contains('.') ? ParseExpression(name) : IdentifierName(name);
            ExpressionSyntax awaited = all ? WhenAll(kept) : kept;
            StatementSyntax last = block.Statements[end];
            return (
                all ? "Await 'Task.WhenAll' at the end of the block" : Phrase.Of($"Await '{name}' at the end of the block"),
                all ? "WhenAll" : "AwaitAtEnd",
                new NodeEdit(request.Document.Id, block, node => StatementInsertion.After((BlockSyntax)node, end, Await(awaited, configure
                    && !isConfigured), Indentation.Of(last, text))), last);
        }

        bool IsSequenceOfTasks() => request.Model.GetDeclaredSymbol(trigger, cancellationToken) is ILocalSymbol local && (local.Type switch
        {
            IArrayTypeSymbol { Rank: 1 } array => array.ElementType.IsTask(request.Types),
            INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } => arguments[0].IsTask(request.Types),
            _ => false,
        });

        bool ElementsAreTasks(ExpressionSyntax sequence)
            => request.Model.GetTypeInfo(sequence, cancellationToken).Type is INamedTypeSymbol { TypeArguments: { Length: 1 } arguments }
                && arguments[0].IsTask(request.Types);

        InvocationExpressionSyntax WhenAll(ExpressionSyntax tasks)
            => AsyncEdit.StaticCall(request, request.Types.Task!, "WhenAll", Argument(tasks));
    }

    private static StatementSyntax Await(ExpressionSyntax operand, bool configureAwaitFalse)
        => ExpressionStatement(AwaitSyntax.InPlaceOf(operand, parent: null, operand, configureAwaitFalse));

    private static bool IsLongWork(InvocationExpressionSyntax call)
        => CallSyntax.CalledName(call) is { } name
            && name is not "Run"
            && Array.Exists(NamesOfLongWork, prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>
    /// Where the work is known to have won: in the block of <c>if (winner == work)</c>, or behind <c>if (winner != work) throw …;</c>.
    /// </summary>
    private static (Phrase Title, BlockSyntax Block, Func<BlockSyntax, StatementSyntax, SourceText, BlockSyntax> Insert)? WinnersPlace(
        UnobservedTask task, RepairRequest request)
    {
        AwaitExpressionSyntax awaited = task.Evidence!.FirstAncestorOrSelf<AwaitExpressionSyntax>()!;
        TaskUse use = TaskUse.Of(awaited);
        SyntaxNode? comparison = use.Kind == TaskUseKind.Checked ? use.Place
            : use.Place is VariableDeclaratorSyntax winner
                && VariableMentions.Of(winner, request.Model).ToList() is { Count: 1 } mentions ? TaskUse.Of(mentions[0]).Place
            : null;
        if (comparison is not BinaryExpressionSyntax { Parent: IfStatementSyntax @if } equals || @if.Condition != equals
            || !(CallSyntax.WalkDownParentheses(equals.Left) is IdentifierNameSyntax left && left.Identifier.ValueText == task.Variable
                || CallSyntax.WalkDownParentheses(equals.Right) is IdentifierNameSyntax right
                    && right.Identifier.ValueText == task.Variable))
        {
            return null;
        }

        const string Title = "Await the winner";
        if (equals.IsKind(SyntaxKind.EqualsExpression))
        {
            return @if.Statement is BlockSyntax { Statements.Count: > 0 } then
                ? (Title, then, (block, added, text) => block.WithStatements(block.Statements.Insert(0, added
                    .WithLeadingTrivia(Whitespace(Indentation.Of(then.Statements[0], text).Line)).WithTrailingTrivia(
                        EndOfLine(Indentation.Of(then.Statements[0], text).NewLine)))))
                : null;
        }

        StatementSyntax? last = @if.Statement is BlockSyntax body ? body.Statements.LastOrDefault() : @if.Statement;
        if (last is not (ThrowStatementSyntax or ReturnStatementSyntax or ContinueStatementSyntax)
            || @if.Else is not null
            || @if.Parent is not BlockSyntax around)
        {
            return null;
        }

        int index = around.Statements.IndexOf(@if);
        return (Title, around, (block, added, text) => StatementInsertion.After(block, index, added, Indentation.Of(@if, text)));
    }

    /// <summary>
    /// <c>work.WaitAsync(timeout)</c>, where the framework has it and the delay is given nothing but its length. What runs behind the race,
    /// though the time is up, the exception would skip.
    /// </summary>
    private static ExpressionSyntax? WaitAsync(UnobservedTask task, RepairRequest request, CancellationToken cancellationToken)
    {
        var race = (InvocationExpressionSyntax)task.Evidence!;
        var work = (ExpressionSyntax)task.Place.AsNode()!;
        if (race.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax statement || HasCodeBehind(statement)
            || race.ArgumentList.Arguments.Select(argument
                => argument.Expression).FirstOrDefault(argument
                    => argument != work) is not InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } delay }
            || request.Types.Task?.GetMembers("WaitAsync").IsEmpty != false
            || request.Types.TimeSpan is null
            || !request.Model.GetTypeInfo(work, cancellationToken).Type.IsTask(request.Types)
            || CallSyntax.WalkDownParentheses(work) is not (InvocationExpressionSyntax or IdentifierNameSyntax))
        {
            return null;
        }

        ArgumentSyntax time = Argument(delay[0].Expression.WithoutTrivia());
        ArgumentSyntax limit =
            request.Model.GetTypeInfo(delay[0].Expression, cancellationToken).Type?.SpecialType == SpecialType.System_Int32
            ? Argument(AsyncEdit.StaticCall(request, request.Types.TimeSpan, "FromMilliseconds", time))
            : time;
        return InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, work.WithoutTrivia(), IdentifierName("WaitAsync")),
            ArgumentList(SingletonSeparatedList(limit)));
    }

    private static bool HasCodeBehind(StatementSyntax statement)
        => statement.AncestorsAndSelf().TakeWhile(static around => !FunctionSyntax.IsFunction(around)).Any(static around
            => ControlFlowSyntax.LoopBody(around) is not null
                || (around.Parent is BlockSyntax block
                    && block.Statements.LastOrDefault(static one => one is not LocalFunctionStatementSyntax) != around));
}
