namespace AsyncAnalyzers.Semantics;

/// <summary>The content of an HTTP request or answer that is in memory already when it is read: the task comes back complete.</summary>
internal static class BufferedContent
{
    private static readonly HashSet<string> InMemory = new(StringComparer.Ordinal)
    {
        "StringContent", "ByteArrayContent", "FormUrlEncodedContent", "ReadOnlyMemoryContent", "JsonContent",
    };

    /// <summary>
    /// <c>response.Content.ReadAsStringAsync()</c> of an answer that was awaited as a whole, or of content that is made of text or bytes
    /// here.
    /// </summary>
    /// <param name="task">What is waited for.</param>
    /// <param name="model">The model of its tree.</param>
    public static bool IsReadBy(ExpressionSyntax task, CodeModel model)
        => CallSyntax.WalkDownParentheses(CallSyntax.WithoutConfiguration(task)) is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Expression: var content, Name.Identifier.ValueText: var name },
        } read
            && name.StartsWith("ReadAs", StringComparison.Ordinal)
            && IsOfContent(read, model)
            && (IsMadeInMemory(content, model) || ResponseContent.IsBuffered(ValueOf(content, model), model) == true);

    /// <summary>The call reads HTTP content: by a method of it, or an extension of the framework's.</summary>
    public static bool IsOfContent(InvocationExpressionSyntax read, CodeModel model)
        => CallSyntax.MethodOf(read, model)?.ContainingType
            is { Name: "HttpContent" or "HttpContentExtensions" or "HttpContentJsonExtensions" };

    /// <summary>The content itself: <c>using var content = response.Content;</c></summary>
    private static ExpressionSyntax ValueOf(ExpressionSyntax content, CodeModel model)
        => content is IdentifierNameSyntax && model.SymbolOf(content) is ILocalSymbol local
            && LocalAssignments.OnlyValueOf(local, model) is { } value ? value : content;

    private static bool IsMadeInMemory(ExpressionSyntax content, CodeModel model)
    {
        ExpressionSyntax value = ValueOf(content, model);
        if (model.TypeOf(value) is { Name: var type } && InMemory.Contains(type))
        {
            return true;
        }

        return value is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Content", Expression: IdentifierNameSyntax message }
            && model.SymbolOf(message) is ILocalSymbol { Type.Name: "HttpRequestMessage" or "HttpResponseMessage" } local
            && model.SyntaxOf(local) is VariableDeclaratorSyntax declarator
            && declarator.Initializer?.Value is BaseObjectCreationExpressionSyntax created
            && !LocalAssignments.Of(declarator, model).Any()
            && FunctionSyntax.Enclosing(declarator) is { } function
            && AreInMemory(ContentsOf(created, message.Identifier.ValueText, function), model);
    }

    private static bool AreInMemory(IEnumerable<ExpressionSyntax> contents, CodeModel model)
    {
        bool isFound = false;
        foreach (ExpressionSyntax content in contents)
        {
            isFound = model.TypeOf(content) is { Name: var type } && InMemory.Contains(type);
            if (!isFound)
            {
                return false;
            }
        }

        return isFound;
    }

    /// <summary><c>new HttpRequestMessage { Content = … }</c>, <c>request.Content = …</c></summary>
    private static IEnumerable<ExpressionSyntax> ContentsOf(
        BaseObjectCreationExpressionSyntax message, string variable, SyntaxNode function)
        => (message.Initializer?.Expressions ?? default).OfType<AssignmentExpressionSyntax>()
            .Where(static member => member.Left is IdentifierNameSyntax { Identifier.ValueText: "Content" })
            .Concat(function.Descendants().OfType<AssignmentExpressionSyntax>().Where(assignment => assignment.Left
                is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Content", Expression: IdentifierNameSyntax owner }
                && owner.Identifier.ValueText == variable))
            .Select(static assignment => assignment.Right);
}
