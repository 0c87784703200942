namespace AsyncAnalyzers.Semantics;

/// <summary>Signs that whoever dropped a task meant it, or that nothing is lost with it.</summary>
internal static class DropIntent
{
    private static readonly string[] Intents =
    {
        "fire and forget", "fire-and-forget", "fire & forget", "fire&forget", "on purpose", "intentional", "deliberate", "not await",
        "n't await", "no need to await", "not need to await", "n't need to await", "without await",
        "not wait", "n't wait", "no need to wait",
        "don't care", "do not care", "not interested in the result",
        "background", "warm up", "warm-up", "warmup",
    };

    private static readonly string[] Plans = { "todo", "fixme", "hack", "should" };

    private static readonly string[] Postings = { "RunOn", "InvokeOn", "BeginInvokeOn", "ExecuteOn", "PostOn", "ScheduleOn", "DispatchOn" };

    private static readonly string[] Preparations = { "Warm", "Preload", "Prefetch", "Prejit" };

    /// <summary>A comment at the statement says that nobody waits: "fire and forget", "no need to await", "in the background".</summary>
    public static bool IsCommented(SyntaxNode node)
    {
        SyntaxNode place = node.FirstAncestorOrSelf<StatementSyntax>() ?? node;
        return place.GetLeadingTrivia().Any(SpeaksOfIntent) || place.GetTrailingTrivia().Any(SpeaksOfIntent);
    }

    /// <summary>The work only gets ready what is used later, which would do it itself: names say so, or it reads and forgets.</summary>
    public static bool IsWarmUp(InvocationExpressionSyntax maker, SyntaxNode function)
        => Names(EventLoopContext.NameOf(function))
            || Names(function.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText)
            || maker.Descendants().Any(static node => node switch
            {
                SimpleNameSyntax name => Names(name.Identifier.ValueText),
                AnonymousFunctionExpressionSyntax { Body: AssignmentExpressionSyntax assignment } => IsIdleRead(assignment),
                _ => false,
            });

    /// <summary>It shows something to the user, and the task only says when that is closed again.</summary>
    public static bool IsPrompt(string name)
        => name.StartsWith("ShowDialog", StringComparison.Ordinal) || name.StartsWith("ShowMessage", StringComparison.Ordinal)
            || name.StartsWith("DisplayAlert", StringComparison.Ordinal) || name.StartsWith("DisplayActionSheet", StringComparison.Ordinal);

    /// <summary>
    /// <c>RunOnMainThread(() => …)</c>, <c>InvokeOnUIThreadAsync(Refresh)</c>: a synchronous step is handed to a thread with a loop, as
    /// <c>Dispatcher.BeginInvoke</c> does.
    /// </summary>
    public static bool IsForOtherThread(string name, IMethodSymbol method)
        => Postings.Any(verb
                => name.StartsWith(verb, StringComparison.Ordinal) && name.Length > verb.Length && char.IsUpper(name[verb.Length]))
            && method.Parameters.Any(static parameter
                => parameter.Type is INamedTypeSymbol { TypeKind: TypeKind.Delegate, DelegateInvokeMethod.ReturnsVoid: true });

    /// <summary>
    /// <c>override void Read(IChannel channel, object message) { channel.WriteAsync(message); }</c> A framework calls back, cannot wait,
    /// and hands over what it looks after itself: a channel that fails is closed and tells its handler.
    /// </summary>
    public static bool IsOnGivenOf(InvocationExpressionSyntax maker, SyntaxNode function)
        => function is MethodDeclarationSyntax
        {
            ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword },
            ParameterList.Parameters: var parameters,
        } callback
            && callback.Modifiers.Any(SyntaxKind.OverrideKeyword) && !FunctionSyntax.IsAsync(callback)
            && CallSyntax.LeftmostOf(maker) is IdentifierNameSyntax { Identifier.ValueText: var receiver }
            && maker.Expression is not IdentifierNameSyntax
            && parameters.Any(parameter => parameter.Identifier.ValueText == receiver);

    /// <summary>
    /// The method starts no task: it returns one that is kept elsewhere, of a field, a property or a TaskCompletionSource, which its type
    /// lets nobody fail.
    /// </summary>
    public static bool HandsOutStoredTask(IMethodSymbol method, CodeModel model)
    {
        if (method.IsAsync || CalledSource.OfOnly(method, model) is not { } source)
        {
            return false;
        }

        bool any = false;
        foreach (ExpressionSyntax returned in FunctionSyntax.ReturnedBy(source.Body))
        {
            ExpressionSyntax value = WithoutSuppression(returned);
            if (value is SimpleNameSyntax or MemberAccessExpressionSyntax
                && source.Model.GetSymbolInfo(value, model.CancellationToken).Symbol is IPropertySymbol or IFieldSymbol)
            {
                any = true;
            }
            else if (!value.IsKind(SyntaxKind.NullLiteralExpression))
            {
                return false;
            }
        }

        return any && source.Function.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Descendants().Any(static node
            => node is SimpleNameSyntax { Identifier.ValueText: "SetException" or "TrySetException" }) == false;
    }

    private static ExpressionSyntax WithoutSuppression(ExpressionSyntax expression)
    {
        expression = CallSyntax.WithoutCasts(expression);
        return expression is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed
            ? CallSyntax.WithoutCasts(suppressed.Operand)
            : expression;
    }

    private static bool SpeaksOfIntent(SyntaxTrivia trivia)
    {
        if (trivia.Kind() is not (SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia))
        {
            return false;
        }

        string text = trivia.ToString();
        return Intents.Any(words => text.IndexOf(words, StringComparison.OrdinalIgnoreCase) >= 0)
            && !Plans.Any(words => text.IndexOf(words, StringComparison.OrdinalIgnoreCase) >= 0);
    }

    private static bool Names(string? name)
        => name is not null && Preparations.Any(word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) is var at and >= 0
            && (at == 0 || char.IsUpper(name[at]) || name[at - 1] == '_'));

    /// <summary><c>_ = Type.Property</c>: it only runs initializers.</summary>
    private static bool IsIdleRead(AssignmentExpressionSyntax assignment)
        => assignment is
        {
            RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax { Identifier.ValueText: "_" },
            Right: SimpleNameSyntax or MemberAccessExpressionSyntax,
        };
}
