namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>What takes the place of a loop that polls a task, a process or a channel.</summary>
internal static class PollingLoopEditing
{
    /// <summary>The title and the edit of the loop; null where no await means the same.</summary>
    public static (Phrase Title, Func<SyntaxNode, SyntaxNode> Rewrite)? TryFind(
        PollingLoop polling, RepairRequest request, CancellationToken cancellationToken)
    {
        if (polling.States.Count != 1
            || polling.State.Expression is BinaryExpressionSyntax
            || !TryGetToken(polling, request.ModelFor(cancellationToken), out ExpressionSyntax? token))
        {
            return null;
        }

        ExpressionSyntax awaited = polling.State.Expression.WithoutTrivia();
        bool configureAwaitFalse = ConfigureAwaitHabit.IsFalse(request.Root);
        switch (polling.State.Kind)
        {
            case PolledKind.Task when IsStable(polling.State.Expression, request.ModelFor(cancellationToken)):
                return Task(polling, token, request, cancellationToken);
            case PolledKind.Process when IsStable(polling.State.Expression, request.ModelFor(cancellationToken))
                && !request.Types.Process!.GetMembers("WaitForExitAsync").IsEmpty:
                return ("Use 'await WaitForExitAsync'", Statement(Call(awaited, "WaitForExitAsync", token)));
            case PolledKind.Channel when polling.Shape.Work is null:
                return Read(polling, Statement, token);
            case PolledKind.Channel:
                return ReadAll(polling, awaited, token, configureAwaitFalse, request.Types);
            default:
                return null;
        }

        Func<SyntaxNode, SyntaxNode> Statement(ExpressionSyntax operand, ExpressionSyntax? target = null)
            => rewritten => AwaitSyntax.StatementInPlaceOf((StatementSyntax)rewritten, operand, configureAwaitFalse, target);
    }

    /// <summary>The token that the pauses are given, or none; false where there are several, or nothing that could take one.</summary>
    public static bool TryGetToken(PollingLoop polling, CodeModel model, out ExpressionSyntax? token)
    {
        token = null;
        foreach (StatementSyntax pause in polling.Shape.Pauses)
        {
            if (LoopPause.CallIn(pause) is not { ArgumentList.Arguments: { Count: > 1 } arguments })
            {
                continue;
            }

            if (token is not null
                || arguments.Count > 2
                || !model.TypeOf(arguments[1].Expression).Is(model.Types.CancellationToken)
                || !HasWaitAsync(model.Types))
            {
                return false;
            }

            token = arguments[1].Expression.WithoutTrivia();
        }

        return true;
    }

    /// <summary><c>Task.WaitAsync(CancellationToken)</c> exists.</summary>
    public static bool HasWaitAsync(KnownTypes types)
        => types.Task!.GetMembers("WaitAsync").OfType<IMethodSymbol>().Any(method
            => method.Parameters.Length == 1 && method.Parameters[0].Type.Is(types.CancellationToken));

    /// <summary><c>receiver.Name(argument)</c></summary>
    public static InvocationExpressionSyntax Call(ExpressionSyntax receiver, string name, ExpressionSyntax? argument)
        => InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, IdentifierName(name)),
            ArgumentList(argument is null ? default : SingletonSeparatedList(Argument(argument.WithoutTrivia()))));

    /// <summary>
    /// The loop ends whatever has become of the task. An await of the task throws where it has failed: that is the same only where the next
    /// statement asks for its result anyway. Elsewhere <c>Task.WhenAny</c>, which never throws, waits for it.
    /// </summary>
    private static (string, Func<SyntaxNode, SyntaxNode>)? Task(
        PollingLoop polling, ExpressionSyntax? token, RepairRequest request, CancellationToken cancellationToken)
    {
        ExpressionSyntax task = polling.State.Expression.WithoutTrivia();
        bool configureAwaitFalse = ConfigureAwaitHabit.IsFalse(request.Root);
        // A value task may be awaited only once, and what follows the loop is going to.
        if (request.Model.GetTypeInfo(polling.State.Expression, cancellationToken).Type.IsValueTask(request.Types))
        {
            return null;
        }

        if (AsksForResult(Next(polling.Loop), task))
        {
            ExpressionSyntax operand = token is null ? task : Call(task, "WaitAsync", token);
            return ("Use 'await'", rewritten => AwaitSyntax.StatementInPlaceOf((StatementSyntax)rewritten, operand, configureAwaitFalse));
        }

        return ("Use 'await Task.WhenAny', which does not throw", rewritten =>
        {
            ExpressionSyntax whenAny = AsyncEdit.StaticCall(request, request.Types.Task!, "WhenAny", Argument(task));
            return AwaitSyntax.StatementInPlaceOf((StatementSyntax)rewritten, token is null
                ? whenAny
                : Call(whenAny, "WaitAsync", token), configureAwaitFalse);
        }
        );
    }

    private static StatementSyntax? Next(StatementSyntax statement)
    {
        IReadOnlyList<StatementSyntax>? siblings = statement.Parent switch
        {
            BlockSyntax block => block.Statements,
            SwitchSectionSyntax section => section.Statements,
            GlobalStatementSyntax { Parent: CompilationUnitSyntax unit }
                => unit.Members.OfType<GlobalStatementSyntax>().Select(global => global.Statement).ToList(),
            _ => null,
        };
        return siblings?.SkipWhile(sibling => sibling != statement).Skip(1).FirstOrDefault();
    }

    /// <summary>The statement throws what the task has thrown, before it does anything else.</summary>
    private static bool AsksForResult(StatementSyntax? next, ExpressionSyntax task)
    {
        ExpressionSyntax? value = next switch
        {
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax } assignment }
                => assignment.Right,
            ExpressionStatementSyntax statement => statement.Expression,
            LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } => variables[0].Initializer?.Value,
            ReturnStatementSyntax @return => @return.Expression,
            _ => null,
        };
        ExpressionSyntax? asked = value switch
        {
            AwaitExpressionSyntax await => CallSyntax.WithoutConfiguration(await.Expression),
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } access => access.Expression,
            InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" } access,
                ArgumentList.Arguments.Count: 0
            }
                => access.Expression,
            InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "GetResult",
                    Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
                }
            }
                => CallSyntax.WithoutConfiguration(access.Expression),
            _ => null,
        };
        bool throwsAggregate = value is MemberAccessExpressionSyntax
            or InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" } };
        return asked is not null && asked.IsEquivalentTo(task, topLevel: false)
            && !(throwsAggregate && next!.Ancestors().OfType<TryStatementSyntax>().Any());
    }

    private static (string, Func<SyntaxNode, SyntaxNode>)? Read(
        PollingLoop polling, Func<ExpressionSyntax, ExpressionSyntax?, Func<SyntaxNode, SyntaxNode>> statement, ExpressionSyntax? token)
    {
        ExpressionSyntax reader = polling.State.Expression.WithoutTrivia();
        switch (polling.Shape.Conditions[0].Operand)
        {
            case InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } read
                when CallSyntax.CalledName(read) == "TryRead":
                ExpressionSyntax target = arguments[0].Expression;
                // A variable that is declared in the condition is of no use behind the loop.
                return target is DeclarationExpressionSyntax or IdentifierNameSyntax { Identifier.ValueText: "_" }
                    ? null
                    : ("Use 'await ReadAsync'", statement(Call(reader, "ReadAsync", token), target));
            case BinaryExpressionSyntax:
                return ("Use 'await WaitToReadAsync'", statement(Call(reader, "WaitToReadAsync", token), null));
            default:
                return null;
        }
    }

    private static (string, Func<SyntaxNode, SyntaxNode>)? ReadAll(
        PollingLoop polling, ExpressionSyntax reader, ExpressionSyntax? token, bool configureAwaitFalse, KnownTypes types)
    {
        if (ItemOf(polling.Shape.Conditions[0].Operand) is not var (type, name)
            || types.ChannelReader!.GetMembers("ReadAllAsync").IsEmpty
            // A break would leave more than it did, and what follows the work would be skipped by continue as before.
            || polling.Loop.DescendantNodes().OfType<WhileStatementSyntax>().Any(inner
                => inner != polling.Loop && inner.Statement == polling.Shape.Work)
                && FunctionSyntax.OwnNodes(polling.Shape.Work!).Any(node => node is BreakStatementSyntax))
        {
            return null;
        }

        StatementSyntax work = polling.Shape.Work!;
        ExpressionSyntax items = Call(reader, "ReadAllAsync", token);
        return ("Use 'await foreach'", rewritten =>
        {
            var loop = (StatementSyntax)rewritten;
            StatementSyntax body = work is BlockSyntax ? work : Block(work);
            StatementSyntax all = ForEachStatement(
                Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space),
                Token(SyntaxKind.ForEachKeyword).WithTrailingTrivia(Space),
                Token(SyntaxKind.OpenParenToken),
                type.WithoutTrivia().WithTrailingTrivia(Space),
                name.WithLeadingTrivia().WithTrailingTrivia(Space),
                Token(SyntaxKind.InKeyword).WithTrailingTrivia(Space),
                configureAwaitFalse ? AwaitSyntax.ConfigureAwaitFalse(items) : items,
                Token(SyntaxKind.CloseParenToken).WithTrailingTrivia(ElasticLineFeed),
                body);
            return all.WithLeadingTrivia(loop.GetLeadingTrivia())
                .WithTrailingTrivia(loop.GetTrailingTrivia())
                .WithAdditionalAnnotations(Formatter.Annotation);
        }
        );
    }

    private static (TypeSyntax Type, SyntaxToken Name)? ItemOf(ExpressionSyntax read)
        => read is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } call
            && CallSyntax.CalledName(call) == "TryRead"
            && arguments[0].Expression is DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax variable } declaration
                ? (declaration.Type, variable.Identifier)
                : null;

    /// <summary>The same object at each look: a local, a parameter, a readonly field, also through properties that only read.</summary>
    private static bool IsStable(ExpressionSyntax expression, CodeModel model)
        => expression is SimpleNameSyntax or MemberAccessExpressionSyntax
            && model.SymbolOf(expression) switch
            {
                ILocalSymbol or IParameterSymbol => true,
                IFieldSymbol { IsReadOnly: true }
                    => expression is not MemberAccessExpressionSyntax { Expression: not (ThisExpressionSyntax or TypeSyntax) },
                IPropertySymbol { Name: "Task" or "Completion", SetMethod: null }
                    => expression is MemberAccessExpressionSyntax access && IsStable(access.Expression, model),
                _ => false,
            };
}
