namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>What makes the code run that completes a source.</summary>
internal enum CompletionRunner
{
    /// <summary>The flow of the function itself, or of who calls it.</summary>
    Code,

    /// <summary>A function that is handed to a call: when it runs is not known.</summary>
    Callback,

    /// <summary>Work of its own, which is not awaited where it is started.</summary>
    Work,

    /// <summary>An event, or the end of a task that is known by a variable.</summary>
    Event,

    /// <summary>A method that ends the use of the object, such as <c>Close</c>.</summary>
    Close,

    /// <summary>A time-out, or a token that is cancelled: at any time.</summary>
    Timeout,
}

/// <summary>Who runs a completion.</summary>
/// <param name="Runner">What makes it run.</param>
/// <param name="Function">The function that is run: lambda, local function or method.</param>
/// <param name="Start">The call, creation or subscription that it is handed to; null where there is none.</param>
/// <param name="Raiser">The object whose event it is; null where it is not known.</param>
internal sealed record CompletionRun(CompletionRunner Runner, SyntaxNode Function, ExpressionSyntax? Start, ISymbol? Raiser)
{
    /// <summary>How many calls up callers are looked at.</summary>
    private const int MaximumDepth = 3;

    private static readonly HashSet<string> ClosingVerbs = new(StringComparer.Ordinal)
    {
        "Dispose", "Close", "Cancel", "Abort", "Stop", "Shutdown", "Expire", "Disconnect",
    };

    /// <summary>Who runs the code at a place; null where it runs before others know the object.</summary>
    public static CompletionRun? Of(SyntaxNode place, CodeModel model) => Of(place, MaximumDepth, model);

    private static CompletionRun? Of(SyntaxNode place, int depth, CodeModel model)
    {
        SyntaxNode? function = FunctionSyntax.Enclosing(place);
        while (function is not null && SpotLambda.FunctionAround(function, model) is { } around)
        {
            function = around;
        }

        return function switch
        {
            null or ConstructorDeclarationSyntax => null,
            AnonymousFunctionExpressionSyntax lambda => OfDelegate(lambda, lambda, model),
            LocalFunctionStatementSyntax or MethodDeclarationSyntax => OfNamed(function, depth, model),
            _ => new CompletionRun(CompletionRunner.Code, function, null, null),
        };
    }

    private static CompletionRun OfNamed(SyntaxNode function, int depth, CodeModel model)
    {
        var own = new CompletionRun(IsClosing(function) ? CompletionRunner.Close : CompletionRunner.Code, function, null, null);
        if (depth == 0 || FunctionSyntax.SymbolOf(function, model) is not { } symbol)
        {
            return own;
        }

        CompletionRun best = own;
        bool isOwn = symbol.MethodKind == MethodKind.LocalFunction || symbol.DeclaredAccessibility == Accessibility.Private;
        IEnumerable<SimpleNameSyntax> mentions = isOwn
            ? NameMentions.Of(symbol, function, model)
            : ProjectMentions.Of(symbol.Name, model.Compilation, model.CancellationToken).Where(MayBeHandedOver);
        foreach (SimpleNameSyntax mention in mentions)
        {
            CodeModel there = model.In(mention.SyntaxTree);
            if (!SymbolEqualityComparer.Default.Equals(there.SymbolOf(mention)?.OriginalDefinition, symbol.OriginalDefinition))
            {
                continue;
            }

            CompletionRun? run = CallSyntax.InvocationOf(mention) is { } call
                ? Of(call, depth - 1, there)
                : OfDelegate(mention.Parent is MemberAccessExpressionSyntax access ? access : mention, function, there);
            if (run is not null && run.Runner > best.Runner)
            {
                best = run;
            }
        }

        return best;
    }

    /// <summary><c>token.Register(() => request.Cancel())</c>, by syntax.</summary>
    private static bool MayBeHandedOver(SimpleNameSyntax name)
    {
        ExpressionSyntax named = name.Parent is MemberAccessExpressionSyntax access ? access : name;
        if (named.Parent is InvocationExpressionSyntax call)
        {
            SyntaxNode? lambda = call.Ancestors().TakeWhile(static node => node is not MemberDeclarationSyntax)
                .FirstOrDefault(static node => node is AnonymousFunctionExpressionSyntax);
            return lambda?.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax taker }
                && CallSyntax.CalledName(taker) is "Register" or "UnsafeRegister";
        }

        return named.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax given }
            && CallSyntax.CalledName(given) is "Register" or "UnsafeRegister";
    }

    /// <summary>Who runs a lambda or a method group, by what it is handed to.</summary>
    private static CompletionRun OfDelegate(ExpressionSyntax handed, SyntaxNode function, CodeModel model)
    {
        switch (CallSyntax.WithCasts(handed).Parent)
        {
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } subscription
                when model.SymbolOf(subscription.Left) is IEventSymbol @event:
                return new CompletionRun(
                    TimerTypes.Contains(@event.ContainingType, model.Types) ? CompletionRunner.Timeout : CompletionRunner.Event,
                    function, subscription, RaiserOf(subscription.Left, model));
            case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }:
                return OfCall(call, function, model);
            case ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax creation }:
                ITypeSymbol? type = model.TypeOf(creation);
                return new CompletionRun(
                    TimerTypes.Contains(type, model.Types) ? CompletionRunner.Timeout
                        : type.Is(model.Types.Thread) ? CompletionRunner.Work
                        : CompletionRunner.Callback,
                    function, creation, null);
            default:
                return new CompletionRun(CompletionRunner.Callback, function, null, null);
        }
    }

    private static CompletionRun OfCall(InvocationExpressionSyntax call, SyntaxNode function, CodeModel model)
    {
        ExpressionSyntax? receiver = (call.Expression as MemberAccessExpressionSyntax)?.Expression;
        IMethodSymbol? method = CallSyntax.MethodOf(call, model);
        ISymbol? raiser = null;
        CompletionRunner runner = CompletionRunner.Callback;
        switch (method?.Name)
        {
            case "Register" or "UnsafeRegister" when method.IsDeclaredIn(model.Types.CancellationToken):
            case "RegisterPostEvictionCallback":
            case "RegisterWaitForSingleObject" when method.IsDeclaredIn(model.Types.ThreadPool):
            case "CreateTimer" when method.ContainingType.IsOrDerivesFrom(model.Types.TimeProvider):
            case "ContinueWith" when receiver is InvocationExpressionSyntax delay && CallSyntax.CalledName(delay) == "Delay":
                runner = CompletionRunner.Timeout;
                break;
            case "ContinueWith" when receiver is not null && RaiserOf(call.Expression, model) is { } antecedent:
                runner = CompletionRunner.Event;
                raiser = antecedent;
                break;
            case "Run" when method.IsDeclaredIn(model.Types.Task):
            case "StartNew" when method.IsDeclaredIn(model.Types.TaskFactory) || method.IsDeclaredIn(model.Types.TaskFactoryOfT):
            case "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" when method.IsDeclaredIn(model.Types.ThreadPool):
                runner = CompletionRunner.Work;
                break;
        }

        return new CompletionRun(runner, function, call, raiser);
    }

    /// <summary>The variable in front of the last name; the type itself for its own events.</summary>
    private static ISymbol? RaiserOf(ExpressionSyntax member, CodeModel model)
        => member is MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax and var receiver }
            ? model.SymbolOf(receiver) is { } symbol && symbol is not (IMethodSymbol or INamespaceSymbol) ? symbol : null
            : model.SymbolOf(member)?.ContainingType;

    private static bool IsClosing(SyntaxNode function)
        => function is MethodDeclarationSyntax { Identifier.ValueText: var name }
            && NameWords.Of(name) is { Count: > 0 } words
            && (ClosingVerbs.Contains(words[0])
                || (words.Count > 1 && words[0] is "On" or "Do" or "Finish" or "Try" or "Force" && ClosingVerbs.Contains(words[1]))
                || words.Exists(static word => word is "Shutdown" or "Timeout"));
}
