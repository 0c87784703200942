namespace AsyncAnalyzers.Rules.Threads;

/// <summary>A wait without a time-out for the task or thread that a function runs in.</summary>
/// <param name="Place">The await, the call or the property that waits.</param>
/// <param name="Name">What a reader knows it by.</param>
/// <param name="Statement">The statement that waits, or the loop over all of them.</param>
internal sealed record ConsumerWait(SyntaxNode Place, string Name, StatementSyntax? Statement)
{
    /// <summary>All waits for the tasks and threads that run the function, as far as they are kept in a local or a private field.</summary>
    public static IEnumerable<ConsumerWait> Of(SyntaxNode function, CodeModel model)
        => StartsOf(function, model).SelectMany(start => WaitAt(start) is { } direct
            ? new[] { direct }
            : HolderOf(start) is { } holder && SymbolOf(holder, model) is { } symbol
                && VariableMentions.OfOwn(symbol, model) is { } mentions
                    ? WaitsAt(mentions.Select(Writes.ExpressionOf).ToArray())
                    : Enumerable.Empty<ConsumerWait>());

    /// <summary>
    /// What begins the function: <c>Task.Run</c>, <c>StartNew</c>, <c>new Thread</c> that is given it or a lambda that calls it, or the
    /// call of an async function itself.
    /// </summary>
    private static IEnumerable<ExpressionSyntax> StartsOf(SyntaxNode function, CodeModel model)
    {
        if (function is AnonymousFunctionExpressionSyntax lambda)
        {
            return StartGiven(lambda) is { } start ? new[] { start } : Array.Empty<ExpressionSyntax>();
        }

        return function is LocalFunctionStatementSyntax or MethodDeclarationSyntax
            && FunctionSyntax.SymbolOf(function, model) is { } method
            && (method.MethodKind == MethodKind.LocalFunction || method.DeclaredAccessibility == Accessibility.Private)
                ? NameMentions.Of(method, function, model).Select(mention => StartBy(mention, function)).OfType<ExpressionSyntax>()
                : Array.Empty<ExpressionSyntax>();
    }

    private static ExpressionSyntax? StartBy(SimpleNameSyntax mention, SyntaxNode function)
    {
        ExpressionSyntax whole = Writes.ExpressionOf(mention);
        if (whole.Parent is not InvocationExpressionSyntax call || call.Expression != whole)
        {
            return StartGiven(whole);
        }

        return call.Parent is AnonymousFunctionExpressionSyntax lambda ? StartGiven(lambda)
            : call.Parent is AwaitExpressionSyntax { Parent: AnonymousFunctionExpressionSyntax awaiting } ? StartGiven(awaiting)
            : FunctionSyntax.IsAsync(function) ? call
            : null;
    }

    private static ExpressionSyntax? StartGiven(ExpressionSyntax function)
    {
        if (function.Parent is not ArgumentSyntax { Parent: ArgumentListSyntax { Parent: ExpressionSyntax taker } })
        {
            return null;
        }

        return taker switch
        {
            InvocationExpressionSyntax call => CallSyntax.CalledName(call) is "Run" or "StartNew" ? call : null,
            ObjectCreationExpressionSyntax creation => TypeNames.Of(creation.Type) switch
            {
                "Thread" => creation,
                "ThreadStart" or "ParameterizedThreadStart" => StartGiven(creation),
                _ => null,
            },
            ImplicitObjectCreationExpressionSyntax => taker,
            _ => null,
        };
    }

    /// <summary>
    /// The variable that a task or thread is put into, alone or with others: <c>t = …</c>, <c>tasks.Add(…)</c>, <c>tasks =
    /// items.Select(_ => …).ToArray()</c>.
    /// </summary>
    private static SyntaxNode? HolderOf(ExpressionSyntax start)
    {
        SyntaxNode current = CallSyntax.WithCasts(start);
        while (true)
        {
            switch (current.Parent)
            {
                case LambdaExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax select } }
                    when CallSyntax.CalledName(select) == "Select":
                    current = select;
                    break;
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax all } access
                    when access.Name.Identifier.ValueText is "ToArray" or "ToList":
                    current = all;
                    break;
                case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator }:
                    return declarator;
                case AssignmentExpressionSyntax assignment when assignment.Right == current:
                    return OwnMember.WithoutThis(assignment.Left) as IdentifierNameSyntax;
                case ArgumentSyntax
                {
                    Parent.Parent: InvocationExpressionSyntax
                    {
                        Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add", Expression: IdentifierNameSyntax list }
                    }
                }:
                    return list;
                default:
                    return null;
            }
        }
    }

    private static ISymbol? SymbolOf(SyntaxNode holder, CodeModel model)
        => holder is VariableDeclaratorSyntax ? model.GetDeclaredSymbol(holder) : model.SymbolOf(holder);

    private static IEnumerable<ConsumerWait> WaitsAt(ExpressionSyntax[] mentions)
    {
        if (Array.Exists(mentions, IsInterrupted))
        {
            yield break;
        }

        foreach (ExpressionSyntax whole in mentions)
        {
            if (whole.Parent is ForEachStatementSyntax each && each.Expression == whole)
            {
                if (each.Statement.DescendantsAndSelf().OfType<IdentifierNameSyntax>()
                    .Where(item => item.Identifier.ValueText == each.Identifier.ValueText)
                    .Select(WaitAt).FirstOrDefault(static wait => wait is not null) is { } wait)
                {
                    yield return wait with { Statement = each };
                }
            }
            else if (WaitAt(whole) is { } wait)
            {
                yield return wait;
            }
        }
    }

    /// <summary>The thread is made to leave what it waits in.</summary>
    private static bool IsInterrupted(ExpressionSyntax thread)
        => thread.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Interrupt" or "Abort" }
            || thread.Parent is ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax call }
                && CallSyntax.CalledName(call) is "Interrupt" or "Abort";

    /// <summary>The wait that the task or thread is used for; null where it has an end of its own.</summary>
    private static ConsumerWait? WaitAt(ExpressionSyntax work)
    {
        if (JoinOf(work) is { } join)
        {
            return new ConsumerWait(join, "Join", join.FirstAncestorOrSelf<StatementSyntax>());
        }

        TaskUse use = TaskUse.OfWhole(work);
        bool waits = use.Kind switch
        {
            TaskUseKind.Awaited => !use.Task.DescendantsAndSelf().Any(static node
                => node is SimpleNameSyntax { Identifier.ValueText: "WaitAsync" }),
            TaskUseKind.Waited => use.Place is not InvocationExpressionSyntax { ArgumentList.Arguments.Count: > 0 },
            TaskUseKind.Combined => use.Place is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 1 } all
                && CallSyntax.CalledName(all) == "WaitAll",
            _ => false,
        };
        return waits
            ? new ConsumerWait(use.Place, NameOf(use.Place), use.Place.FirstAncestorOrSelf<StatementSyntax>())
            : null;
    }

    private static InvocationExpressionSyntax? JoinOf(ExpressionSyntax thread)
        => (thread.Parent switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Join" } access when access.Expression == thread => access.Parent,
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax behind } access when access.Expression == thread
                && CallSyntax.CalledName(behind) == "Join" => behind,
            _ => null,
        }) as InvocationExpressionSyntax is { ArgumentList.Arguments.Count: 0 } join ? join : null;

    private static string NameOf(SyntaxNode wait) => wait switch
    {
        AwaitExpressionSyntax => "await",
        InvocationExpressionSyntax call => CallSyntax.CalledName(call) ?? "Wait",
        _ => "Result",
    };
}
